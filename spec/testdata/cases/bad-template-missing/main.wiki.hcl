file "x" {
  source      = "x.png"
  description = templatefile("templates/page.wikitext", {})
}
