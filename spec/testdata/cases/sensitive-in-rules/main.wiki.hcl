variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
}

check "pin" {
  condition     = sha256(var.pin) == "nobody knows"
  error_message = "The pin is wrong."
}

check "told" {
  condition     = var.pin == "x"
  error_message = "It is ${var.pin}."
}
