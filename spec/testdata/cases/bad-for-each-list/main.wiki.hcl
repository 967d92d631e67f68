file "scan" {
  for_each = ["a", "b"]
  source   = "${each.key}.jpg"
}
