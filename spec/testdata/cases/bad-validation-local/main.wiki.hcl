locals {
  known = ["a"]
}

variable "v" {
  default = "b"

  validation {
    condition     = contains(local.known, var.v)
    error_message = "unknown"
  }
}
file "x" {
  source = "x.png"
}
