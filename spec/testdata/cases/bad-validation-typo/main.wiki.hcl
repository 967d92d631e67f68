variable "v" {
  default = "b"

  validation {
    condition     = var.w == "b"
    error_mesage = "unknown"
  }
}
file "x" {
  source = "x.png"
}
