variable "pin" {
  sensitive = true
}
file "x" {
  source = "x.png"
}
