variable "release" {
  default = "1"
}

file "x" {
  source = "x.png"
}
