variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
  comment = "by ${var.pin}"
}
