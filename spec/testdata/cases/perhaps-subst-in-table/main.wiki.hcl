file "x" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "${each.key}.png"
  description = templatefile("page.wikitext", each.value)
}
