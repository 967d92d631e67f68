variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
}

wiki "w" {
  api = "https://${var.pin}.example.org/w/api.php"
}
