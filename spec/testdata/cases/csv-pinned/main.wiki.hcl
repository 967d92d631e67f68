file "scan" {
  for_each    = { for r in csvdecode(file("list.csv"), { separator = ";", encoding = "windows-1250" }) : r.id => r }
  source      = "${each.key}.jpg"
  description = each.value["tytuł"]
}
