variable "on" {
  default = true
}

file "x" {
  source = "x.png"
  tags   = var.on ? ["a"] : "b"
}
