file "x" {
  source = "x.png"
  comment = "a"
}
