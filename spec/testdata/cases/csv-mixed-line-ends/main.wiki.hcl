file "p" {
  for_each    = { for r in csvdecode(file("catalogue.csv")) : r.id => r }
  source      = "${each.key}.png"
  description = each.value.name
}
