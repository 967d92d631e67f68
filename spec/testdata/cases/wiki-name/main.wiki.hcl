wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

wiki "production" {
  api    = "https://wiki.example.org/w/api.php"
  policy = "create-only"
}

locals {
  prefix = { staging = "Test - ", production = "Museum - " }
  title  = "${local.prefix[wiki.name]}Bridge.svg"
}

defaults {
  comment = "Batch for ${wiki.name}"
}

file "bridge" {
  source      = "bridge.svg"
  title       = local.title
  description = templatefile("page.wikitext", { wiki = wiki.name })
  # What contradicts the policy of production is said of staging only.
  policy = wiki.name == "staging" ? "update-only" : "full"
}

file "notice" {
  for_each = wiki.name == "staging" ? toset(["a", "b"]) : toset([])
  source   = "${each.key}.svg"
}

redirect "old" {
  enabled = wiki.name == "production"
  title   = "Old bridge.svg"
  to      = local.title
}

check "titles" {
  for_each      = file
  condition     = wiki.name != "staging" || !startswith(each.value.title, "Museum")
  error_message = "${each.value.title}: not a title of ${wiki.name}"
}
