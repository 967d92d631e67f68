file "logo" {
  source = "logo.svg"
  url    = "https://example.org/logo.svg"
}
