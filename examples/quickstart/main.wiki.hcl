# Three files, no wiki block: they go to the embedded sandbox wiki.

defaults {
  comment = "Quickstart"
}

file "bridge" {
  source      = "pictures/bridge.png"
  title       = "Quickstart - Bridge at dusk.png"
  description = file("bridge.wikitext")
}

file "lighthouse" {
  source      = "pictures/lighthouse.png"
  title       = "Quickstart - Lighthouse.png"
  description = <<-EOT
    == Summary ==
    A lighthouse on its rock, at night.

    [[Category:Lighthouses]]
  EOT
}

# The title is the base name of the source: "Logo.svg". Without a description
# the page is created empty and is then left to the wiki's authors.
file "logo" {
  source = "pictures/logo.svg"
}
