file "logo" {
  source      = "logo.svg"
  description = wiki::nowki("x")
}
