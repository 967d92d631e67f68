file "logo" {
  source = "https://example.org/logo.svg"
}
