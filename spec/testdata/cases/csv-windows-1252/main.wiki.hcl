locals {
  rows = csvdecode(file("catalogue.csv"))
}

file "p" {
  for_each = { for r in local.rows : r.id => r }
  source   = "${each.key}.png"
}
