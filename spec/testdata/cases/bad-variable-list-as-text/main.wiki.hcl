variable "tags" {
  type = list(string)
}

file "x" {
  source = "x.png"
  tags   = var.tags
}
