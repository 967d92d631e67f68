file "logo" {
  source      = "logo.svg"
  description = wiki::nowiki("x")
}
