prune {
  prefix = " "
}

prune {
  prefix = "Museum - "
  action = "delete"
}

prune {
  prefix = "A#"
  action = "remove"
}
file "x" {
  source = "x.png"
}
