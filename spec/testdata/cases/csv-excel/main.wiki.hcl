file "scan" {
  for_each    = { for r in csvdecode(file("liste.csv")) : r["Inventar-Nr."] => r }
  source      = "${each.key}.jpg"
  title       = "${each.value["Titel "]} (${each.key}).jpg"
  description = each.value["Maße, gesamt"]
}
