variable "pin" {
  type      = string
  sensitive = true
}

file "x" {
  source = "x.png"
  description = templatefile("page.wikitext", { pin = var.pin })
}
