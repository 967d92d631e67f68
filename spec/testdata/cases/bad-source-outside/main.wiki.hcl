file "logo" {
  source = "../assets/logo.svg"
}
