file "x" {
  source = "x.png
  title  = "X.png"
}
