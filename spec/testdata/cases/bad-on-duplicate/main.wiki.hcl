defaults {
  on_duplicate    = "block"
  accept_warnings = ["duplicate"]
}

file "both" {
  source          = "a.png"
  on_duplicate    = "redirect"
  accept_warnings = ["thumb", "duplicate"]
}

file "typo" {
  source       = "b.png"
  on_duplicate = "alow"
}

file "each" {
  for_each        = { c = "redirect", d = "adopt", e = "allow" }
  source          = "${each.key}.png"
  on_duplicate    = each.value
  accept_warnings = ["duplicate"]
}

redirect "r" {
  title        = "R.png"
  to           = "A.png"
  on_duplicate = "allow"
}
