variable "a" {}
variable "b" {}
variable "c" {}
variable "d" {}
variable "e" {
  default = "default"
}

file "x" {
  source  = "x.png"
  comment = "${var.a} ${var.b} ${var.c} ${var.d} ${var.e}"
}
