variable "pin" {
  sensitive = true
  default   = "hunter2"

  validation {
    condition     = length(var.pin) > 3
    error_message = "too short"
  }
}
file "x" {
  source = "x.png"
}
