file "odd" {
  for_each = { "say \"hi\"" = 1, "$${x}" = 2, "back\\slash" = 3, "ü b" = 4 }
  source   = "${each.value}.png"
}
