file "scan" {
  for_each = { for n in range(5) : "n${n}" => n }
  source   = "${each.key}.png"
  title    = "Museum.png"
}
