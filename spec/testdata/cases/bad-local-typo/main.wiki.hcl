locals {
  prefix = "Museum - "
}

file "logo" {
  source = "logo.svg"
  title  = "${local.prefx}Logo.svg"
}
