variable "release" {
  default = "1"
}

file "logo" {
  source  = "logo.svg"
  comment = "Release ${var.relase}"
}
