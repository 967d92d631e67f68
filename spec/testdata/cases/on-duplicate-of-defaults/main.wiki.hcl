defaults {
  on_duplicate    = "redirect"
  accept_warnings = ["thumb"]
}

file "as-defaults" {
  source = "a.png"
}

file "accepts" {
  source          = "b.png"
  accept_warnings = ["duplicate"]
}

file "accepts-another" {
  source          = "c.png"
  accept_warnings = ["thumb-name"]
}

file "allows" {
  source       = "d.png"
  on_duplicate = "allow"
}

redirect "old" {
  title = "Old.png"
  to    = "A.png"
}
