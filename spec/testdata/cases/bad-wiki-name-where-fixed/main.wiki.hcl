wikiform {
  set = "museum-${wiki.name}"

  limits {
    replace = wiki.name == "staging" ? 100 : 30
    delete  = local.most
  }
}

wiki "staging" {
  api     = "https://${wiki.name}.example.org/w/api.php"
  contact = local.contact
}

wiki "production" {
  api     = local.free
  contact = "mailto:wiki@museum.example"
}

locals {
  free    = "https://wiki.example.org/w/api.php"
  most    = { staging = 50, production = 5 }[wiki.name]
  name    = "mailto:${wiki.name}"
  contact = "${local.name}@museum.example"
}

variable "release" {
  default = "2026.11"

  validation {
    condition     = wiki.name != "production" || var.release != ""
    error_message = "A release for production has a name."
  }
}

file "a" {
  source = "a.svg"
}
