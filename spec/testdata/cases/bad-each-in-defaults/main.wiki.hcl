defaults {
  comment = "Plate ${each.key}"
}

file "x" {
  for_each = toset(["a"])
  source   = "${each.key}.png"
}
