variable "files" {
  default = null
}

file "scan" {
  for_each = var.files
  source   = each.value
}
