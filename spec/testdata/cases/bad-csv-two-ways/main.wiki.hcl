file "scan" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "${each.key}.jpg"
  description = each.value["tytuł"]
}
