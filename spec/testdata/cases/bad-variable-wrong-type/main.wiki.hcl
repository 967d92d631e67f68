variable "tags" {
  type    = list(string)
  default = "a"
}

variable "count" {
  type = number
}

variable "sizes" {
  type = map(object({ w = number }))
}

file "x" {
  source = "x.png"
}
