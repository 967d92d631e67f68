wikiform {
  set = "museum"
}

defaults {
  comment = "Museum batch"
  tags    = ["museum-upload"]
}

prune {
  prefix = "File:Museum_- "
  action = "delete"
  reason = "No longer in the catalogue"
}

# Only reported, although the block above would delete it.
prune {
  prefix = "Museum - Archive - "
}

prune {
  category = "category:Museum_photos"
  action   = "delete"
}

prune {
  prefix  = "museum - "
  action  = null
  enabled = true
}

prune {
  prefix  = "Draft - "
  action  = "delete"
  enabled = false
}
