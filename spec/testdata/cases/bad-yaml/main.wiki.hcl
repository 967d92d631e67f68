file "x" {
  for_each = yamldecode(file("list.yaml"))
  source   = each.value.path
}
