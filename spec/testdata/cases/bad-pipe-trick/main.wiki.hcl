file "x" {
  for_each    = { a = "Bridge (Bern)", b = "Mill (Basel)" }
  source      = "${each.key}.png"
  description = "See [[${each.value}|]]."
}
