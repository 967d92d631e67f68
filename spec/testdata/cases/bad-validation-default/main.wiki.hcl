variable "release" {
  type    = string
  default = "11/2026"

  validation {
    condition     = can(regex("^[0-9]{4}[.][0-9]{2}$", var.release))
    error_message = "A release is a year and a month, such as 2026.11."
  }
}
file "x" {
  source = "x.png"
}
