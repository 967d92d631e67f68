file "logo" {
  source      = "../../assets/logo.svg"
  description = file("../../assets/logo.wikitext")
}
