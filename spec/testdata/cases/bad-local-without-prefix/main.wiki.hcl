locals {
  prefix = "Museum - "
}

file "logo" {
  source = "logo.svg"
  title  = "${prefix}Logo.svg"
}
