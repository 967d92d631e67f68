file "x" {
  source  = "x.png"
  comment = false ? var.nothing : "fine"
}
