file "x" {
  url = "https://example.org/plate #3.png"
}

file "y" {
  url = "https://example.org/plate#3.png"
}
