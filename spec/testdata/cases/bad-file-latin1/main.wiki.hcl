locals {
  text = file("catalogue.csv")
  rows = csvdecode(local.text)
}

file "p" {
  for_each = { for r in local.rows : r.id => r }
  source   = "${each.key}.png"
}
