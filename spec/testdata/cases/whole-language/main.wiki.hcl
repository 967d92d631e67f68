wikiform {
  required_version = ">= 0.1"
  set              = "museum-photos"
}

wiki "production" {
  api     = "https://commons.example.org/w/api.php"
  contact = "mailto:wiki@museum.example"
}

variable "release" {
  type    = string
  default = "2026.11"
}

locals {
  rows = csvdecode(file("catalogue.csv"))
}

defaults {
  tags    = ["museum-upload"]
  comment = "Museum batch ${var.release}"
}

file "logo" {
  source      = "assets/logo.svg"
  title       = "Museum - Logo.svg"
  description = file("assets/logo.wikitext")
  tags        = ["museum-upload", "logo"]
}

file "aerial" {
  url  = "https://data.example.org/aerial.tif"
  sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"
  via  = "auto"
}

file "plate" {
  for_each    = { for r in local.rows : r.id => r }
  source      = "scans/${each.value.path}"
  title       = "Museum - ${each.value.name}.jpg"
  description = templatefile("photo.wikitext", each.value)
}
