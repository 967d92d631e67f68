# One manifest for two wikis whose files are the same: only so what was approved for the one can be
# promoted to the other.

wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

wiki "production" {
  api = "https://wiki.example.org/w/api.php"
}

# Comments and change tags may differ: they are no part of what is approved.
defaults {
  comment = "Museum batch 2026.11, ${wiki.name}"
}

file "picture" {
  for_each    = { bridge = "The old bridge", mill = "The mill" }
  source      = "pictures/${each.key}.svg"
  title       = "Museum - ${each.value}.svg"
  description = templatefile("photo.wikitext", { name = each.value })
}
