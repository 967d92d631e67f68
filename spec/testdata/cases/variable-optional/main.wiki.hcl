variable "credit" {
  type = object({
    author = string
    year   = optional(number, 1900)
  })
  default = { author = "Anna" }
}

file "x" {
  source  = "x.png"
  comment = "${var.credit.author}, ${var.credit.year}"
}
