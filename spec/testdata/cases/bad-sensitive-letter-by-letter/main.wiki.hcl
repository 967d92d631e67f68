variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
  comment = join("", [for c in ["g", "h", "i"] : can(regex("^${c}", var.pin)) ? c : ""])
  title   = "${try(regex("^z", var.pin), "x")}.png"
}
