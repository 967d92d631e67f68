prune {
  prefix = "Museum - "
}

prune {
  category = "Museum"
  action   = "delete"
}

prune {
  prefix  = "Archive - "
  enabled = false
}
