file "x" {
  source = "x.png"
  description = file("page.wikitext")
}
