file "scan" {
  source = "${each.key}.jpg"
}
