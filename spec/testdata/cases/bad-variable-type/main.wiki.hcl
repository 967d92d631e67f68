variable "a" {
  type    = strng
  default = "x"
}

variable "b" {
  type    = lits(string)
  default = []
}
