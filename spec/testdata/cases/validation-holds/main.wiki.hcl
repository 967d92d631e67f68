variable "release" {
  type    = string
  default = "2026.11"

  validation {
    condition     = can(regex("^[0-9]{4}[.][0-9]{2}$", var.release))
    error_message = "A release is a year and a month."
  }

  validation {
    condition     = startswith(var.release, var.century)
    error_message = "Too old."
  }
}

variable "century" {
  default = "20"
}
file "x" {
  source = "x.png"
}
