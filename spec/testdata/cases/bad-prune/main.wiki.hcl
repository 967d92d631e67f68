wikiform {
  set = "museum"
}

prune {
  prefix = " "
}

prune {
  prefix = "A#"
  action = "remove"
}

prune {
  prefix = " file:_ "
}

prune {
  prefix = "Datei:Museum_- "
  reason = "two\nlines"
}

prune {
  prefix = "Datei:"
}

prune {
  action = "delete"
}

prune {
  prefx = "Museum - "
}

prune {
  prefix   = "Museum - "
  category = "Museum"
}

prune {
  category = "Category: _"
}

prune {
  category = "[[Category:Museum]]"
  enabled  = false
}

prune {
  prefix   = "Museum - "
  for_each = {}
}

file "x" {
  source = "x.png"
}
