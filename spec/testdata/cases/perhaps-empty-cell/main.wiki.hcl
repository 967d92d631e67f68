file "scan" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "${each.key}.jpg"
  title       = "Museum - ${each.value.name} - ${each.key}.jpg"
  description = "A scan."
}

file "other" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "${each.key}.jpg"
  title       = "Museum ${each.key} ${each.value.name}.jpg"
  description = "A scan."
}
