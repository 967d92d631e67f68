variable "pin" {
  sensitive = true

  validation {
    condition     = length(var.pin) == 4
    error_message = "Four digits."
  }
}
file "x" {
  source = "x.png"
}
