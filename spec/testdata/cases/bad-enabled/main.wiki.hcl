file "typo" {
  source  = "a.png"
  tilte   = "A.png"
  enabled = false
}

file "wrong" {
  source          = "b.jpeg"
  title           = "B#.png"
  tags            = ["a", "a"]
  description     = "~~~~"
  accept_warnings = ["duplicat"]
  enabled         = false
}

file "text" {
  source  = "c.png"
  enabled = "no"
}

moved {
  from    = "D.png"
  to      = "D.png"
  enabled = false
}

absent "x" {
  title   = "E.png"
  enabeld = false
}

redirect "r" {
  title   = "F.png"
  to      = "G.png"
  enabled = local.no
}

check "c" {
  condition     = true
  error_message = "never"
  enabled       = each.value
}
