file "x" {
  for_each = { a = { path = "a.png", name = null } }
  source   = each.value.path
  title    = "Museum ${each.value.name}.png"
}
