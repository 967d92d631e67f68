file "old" {
  source      = "old.png"
  description = file("old.wikitext")
}
