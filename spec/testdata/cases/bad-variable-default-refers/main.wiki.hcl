variable "a" {
  default = upper("x")
}

variable "b" {
  default = var.a
}

file "x" {
  source = "x.png"
}
