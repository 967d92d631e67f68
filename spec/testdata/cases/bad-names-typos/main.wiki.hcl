wikiform {
  renames = "propos"
}

defaults {
  on_moved = "follows"
}

redirct "x" {
  title = "A.png"
  to    = "B.png"
}

moved {
  form = "A.png"
  to   = "B.png"
}

absent "x" {
  title  = "A.png"
  force  = true
  reason = 1 == 1 ? null : ""
}
