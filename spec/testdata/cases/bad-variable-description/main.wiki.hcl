variable "v" {
  description = var.w
  sensitive   = "perhaps"
  default     = 1
}
file "x" {
  source = "x.png"
}
