file "p" {
  for_each = { for r in csvdecode(file("catalogue.csv")) : r.id => r }
  source   = each.value.path
}

file "q" {
  for_each = { for n in ["a"] : n => n if n == "b" }
  source   = each.value
}
