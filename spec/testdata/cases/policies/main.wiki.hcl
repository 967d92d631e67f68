wiki "production" {
  api    = "https://wiki.example.org/w/api.php"
  policy = "create-only"
}

wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

defaults {
  policy = "create-only"
}

file "as-defaults" {
  source = "a.png"
}

file "of-each" {
  for_each = { b = "observe", c = "full", d = null }
  source   = "${each.key}.png"
  policy   = each.value
}
