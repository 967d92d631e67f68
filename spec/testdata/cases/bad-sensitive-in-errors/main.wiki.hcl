variable "pin" {
  type      = string
  sensitive = true
}

locals {
  a = file(var.pin)
  b = [for s in [var.pin] : file(upper(s))]
  c = { for s in [var.pin, var.pin] : s => s }
  d = lookup({ x = 1 }, var.pin)
  e = { x = 1 }[var.pin]
  f = templatefile("page.wikitext", { (var.pin) = 1 })
  g = tonumber(var.pin)
}

file "x" {
  source = "x.png"
}
