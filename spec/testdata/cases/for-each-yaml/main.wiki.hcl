file "plate" {
  for_each = yamldecode(file("plates.yaml"))
  source   = each.value.path
  title    = each.value.name
}
