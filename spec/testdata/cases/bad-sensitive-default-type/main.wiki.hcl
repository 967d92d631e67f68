variable "pin" {
  type      = number
  sensitive = true
  default   = "hunter2"
}
file "x" {
  source = "x.png"
}
