variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
  title = "${var.pin}.png"
}
