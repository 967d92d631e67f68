file "x" {
  source = "x.png"
  comment = join("", [for i in range(500) : "ü"])
}
