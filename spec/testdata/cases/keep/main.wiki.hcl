# The defaults are for files with a description, and what they keep for exact ones.
defaults {
  description_mode = "exact"
  keep             = ["categories", "interwiki"]
}

file "as-the-defaults" {
  source      = "a.png"
  description = "a"
}

file "says-otherwise" {
  source      = "b.png"
  description = "b"
  keep        = []
}

file "no-page" {
  source = "c.png"
}

file "written-once" {
  source           = "d.png"
  description      = "d"
  description_mode = "seed"
}
