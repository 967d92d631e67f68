variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "${var.pin}.png"
}
