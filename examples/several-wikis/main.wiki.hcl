# One manifest for two wikis: what is tried on the one is then published on the other.

wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

wiki "production" {
  api = "https://wiki.example.org/w/api.php"
}

# What differs is a map by the name of the wiki.
locals {
  prefix = {
    staging    = "Test - "
    production = "Museum - "
  }
  category = {
    staging    = "Trial uploads"
    production = "Photographs of the museum"
  }
  pictures = {
    bridge = "The old bridge"
    mill   = "The mill"
  }
}

defaults {
  comment = "Museum batch 2026.11"
}

file "picture" {
  for_each = local.pictures
  source   = "pictures/${each.key}.svg"
  title    = "${local.prefix[wiki.name]}${each.value}.svg"
  description = templatefile("photo.wikitext", {
    name     = each.value
    category = local.category[wiki.name]
    notice   = wiki.name == "production" ? "" : "{{Trial}}"
  })
}

# On the one wiki only.
file "trial" {
  enabled     = wiki.name == "staging"
  source      = "pictures/trial.svg"
  title       = "Test - Trial.svg"
  description = "How the pictures of the museum look on a page."
}

check "no-trial" {
  for_each      = file
  condition     = wiki.name != "production" || !strcontains(each.value.description, "{{Trial}}")
  error_message = "${each.value.title} is marked as a trial"
}
