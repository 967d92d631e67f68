wikiform {
  set = "museum"

  limits {
    replace = 50
    delete  = 2.5
  }
}

file "x" {
  for_each         = { a = true, b = false }
  source           = "${each.key}.png"
  title            = "Museum - ${each.key}.png"
  description      = "The letter ${each.key}."
  keep             = each.value ? ["categories"] : []

  lifecycle {
    ignore_changes    = ["content"]
    prevent_overwrite = each.value
    prevent_destroy   = true
    overwrite         = "own"
  }
}

moved {
  from = "File:museum - foto_1.png"
  to   = "Museum - a.png"
}

absent "old" {
  title  = "Old.png"
  reason = "Replaced"
}

prune {
  prefix = "museum_- "
}

prune {
  prefix = "Museum, plates - "
  action = "delete"
}
