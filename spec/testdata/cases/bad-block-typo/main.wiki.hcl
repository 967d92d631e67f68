fil "logo" {
  source = "logo.svg"
}
