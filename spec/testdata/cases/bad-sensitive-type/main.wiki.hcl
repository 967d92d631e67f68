variable "pin" {
  type      = number
  sensitive = true
}

variable "pins" {
  type      = map(number)
  sensitive = true
}
file "x" {
  source = "x.png"
}
