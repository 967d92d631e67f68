variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
  tags = ["a", var.pin]
}
