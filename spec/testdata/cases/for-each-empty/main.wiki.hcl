variable "drafts" {
  type    = bool
  default = false
}

file "draft" {
  for_each = var.drafts ? { a = "a.png" } : {}
  source   = each.value
}
