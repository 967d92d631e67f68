# Neither word is a name of the file namespace of any wiki, which only the wiki
# knows for sure: two files with two titles that no wiki has.
file "bern" {
  source = "a.png"
  title  = "Bern:City gate.png"
}
file "basel" {
  for_each = toset(["City gate", "Minster"])
  source   = "b.png"
  title    = "Basel:${each.key}.png"
}
absent "gate" {
  title  = "City gate.png"
  reason = "Its name has no town."
}
