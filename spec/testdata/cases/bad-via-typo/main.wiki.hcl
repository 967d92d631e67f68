file "x" {
  url = "https://example.org/x.png"
  via = "serverside"
}

file "y" {
  url = "https://example.org/y.png"
  via = "clinet"
}
