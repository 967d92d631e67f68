defaults {
  accept_warnings = ["thumb", "duplicate"]
}

file "as-accepted-by-defaults" {
  source = "a.png"
}

file "list-of-its-own" {
  source          = "b.png"
  accept_warnings = ["thumb"]
}

file "of-each" {
  for_each     = { c = "block", d = "allow", e = "redirect", f = "adopt", g = null }
  source       = "${each.key}.png"
  on_duplicate = each.value
}

file "both-the-same" {
  source          = "h.png"
  accept_warnings = ["duplicate"]
  on_duplicate    = "allow"
}
