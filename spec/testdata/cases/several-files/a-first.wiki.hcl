file "first" {
  source = "first.png"
}
