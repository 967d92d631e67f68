file "scan" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "${each.key}.jpg"
  title       = each.value.Name of it
}
