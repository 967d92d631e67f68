file "scan" {
  for_each = { a = "a.jpg" }
  source   = each.valeu
}
