defaults {
  keep = ["categorys"]
}

file "x" {
  source      = "x.png"
  description = "x"
  keep        = ["interwiki", "sections", "interwiki"]
}

file "y" {
  source      = "y.png"
  description = "y"
  keep        = "categories"
}
