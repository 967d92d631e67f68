# A spreadsheet and a template give one page for every scan.

locals {
  plates = csvdecode(file("catalogue.csv"))
}

defaults {
  comment = "Herbarium, plates 1 to 30"
}

file "plate" {
  for_each    = { for p in local.plates : p.id => p }
  source      = "scans/${each.value.scan}"
  title       = "Herbarium ${each.key} - ${each.value.species}.png"
  description = templatefile("plate.wikitext", each.value)
}
