file “x” {
  source = “x.png”
}
