variable "more" {
  type    = map(string)
  default = { 007 = "from the default" }
}

variable "secret" {
  type      = map(string)
  sensitive = true
  default   = { 0815 = "not told" }
}

locals {
  names = {
    0012   = "zeros"
    1e3    = "an exponent"
    1.50   = "a fraction"
    (-013) = "in parentheses"
    "0014" = "as it is written"
    15     = "so is this"
  }
  list  = [0016, 17, 0, 0.5, 1.50]
  price = 1.50
}

file "p" {
  for_each = merge(local.names, { for n in local.list : "n${n}" => "x" }, var.more)
  source   = "${each.key}.png"
}
