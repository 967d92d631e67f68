defaults {
  description_mode = "seed"
}

file "as-the-defaults" {
  source      = "a.png"
  description = "a"
}

file "says-otherwise" {
  source           = "b.png"
  description      = "b"
  description_mode = "exact"
  keep             = ["categories"]
}

file "no-page" {
  source = "c.png"
}
