file "x" {
  source = "x.png"
  description = templatefile("page.wikitext", {
    authors    = ["Anna", "Ben"]
    categories = toset(["Mill", "Bridge"])
  })
}
