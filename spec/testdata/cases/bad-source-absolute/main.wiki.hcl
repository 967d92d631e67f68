file "logo" {
  source = "/home/anna/logo.svg"
}
