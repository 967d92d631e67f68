file "x" {
  url = "https://example.org/download/"
}
