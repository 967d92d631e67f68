variable "release" {
  type = string
}

file "x" {
  source  = "x.png"
  comment = var.release
}
