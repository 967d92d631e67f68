variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  url = "https://example.org/x.png?key=${var.pin}"
}
