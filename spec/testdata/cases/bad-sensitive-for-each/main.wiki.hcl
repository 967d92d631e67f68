variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  for_each = toset([var.pin])
  source   = "x.png"
}
