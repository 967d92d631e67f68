file "x" {
  source = "x.png"
  keep   = ["categories"]
}
