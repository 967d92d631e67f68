locals {
  rows = csvdecode(file("list.csv"))
}

file "scan" {
  for_each = { for r in local.rows : r.id => r }
  source   = "scans/${each.value.file}"
  title    = each.value.title
}
