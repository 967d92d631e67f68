file "logo" {
  source   = "logo.svg"
  wikitext = "x"
}
