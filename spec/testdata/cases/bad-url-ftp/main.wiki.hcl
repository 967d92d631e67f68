file "x" {
  url = "ftp://example.org/x.png"
}
