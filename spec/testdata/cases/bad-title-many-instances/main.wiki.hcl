file "scan" {
  for_each = { for n in range(1000) : format("%04d", n) => "plate ${n}/1000" }
  source   = "${each.key}.png"
  title    = "${each.value}.png"
}
