file "x" {
  source      = "x.png"
  description = file("x.png")
}
