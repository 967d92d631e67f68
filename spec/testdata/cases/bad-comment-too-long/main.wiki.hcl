file "x" {
  source  = "x.png"
  comment = join(" ", [for n in range(200) : "abc"])
}
