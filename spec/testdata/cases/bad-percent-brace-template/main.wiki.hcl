file "x" {
  source      = "x.png"
  description = templatefile("page.wikitext", { a = 1 })
}
