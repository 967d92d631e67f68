file "scan" {
  for_each = csvdecode(file("list.csv"))
  source   = each.value.path
}
