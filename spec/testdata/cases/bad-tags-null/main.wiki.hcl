variable "tag" {
  default = null
}

file "x" {
  source = "x.png"
  tags   = ["a", var.tag]
}
