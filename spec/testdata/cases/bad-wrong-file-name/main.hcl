file "logo" {
  source = "logo.svg"
}
