locals {
  rows = csvdecode(file("list.csv"), { separator = "," })
}

file "scan" {
  for_each = { for r in local.rows : r.id => r }
  source   = "${each.key}.jpg"
}
