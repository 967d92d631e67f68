file "x" {
  source      = "x.png"
  description = file("../../../../etc/passwd")
}
