wikiform {
  set = "museum"
}

prune {
  prefix = "Museum - Plates - "
  action = "delete"
}

prune {
  prefix = "Museum - "
}

prune {
  prefix = "Museum - Maps - "
  action = "delete"
}

prune {
  prefix = "Museum_-_"
  action = "delete"
}

prune {
  category = "Museum"
}

prune {
  category = "Category:Museum"
}

prune {
  category = "Museum"
  enabled  = false
}
