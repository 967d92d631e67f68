file "x" {
  for_each = jsondecode(file("list.json"))
  source   = each.value.path
}
