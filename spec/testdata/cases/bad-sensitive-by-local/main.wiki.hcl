variable "pin" {
  type      = string
  sensitive = true
}

locals {
  note = upper("pin: ${var.pin}")
}

file "x" {
  source = "x.png"
  comment = local.note
}
