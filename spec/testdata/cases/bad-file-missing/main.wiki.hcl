file "x" {
  source      = "x.png"
  description = file("texts/logo.wikitxt")
}
