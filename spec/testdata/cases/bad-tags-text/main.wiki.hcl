file "x" {
  source = "x.png"
  tags   = "museum"
}
