locals {
  rows = csvdecode(file("list.csv"))
}

file "scan" {
  for_each = { for r in local.rows : r.Nr => r }
  source   = "${each.key}.jpg"
  title    = "${each.value.Inventar-Nr.} ${each.key}.jpg"
}
