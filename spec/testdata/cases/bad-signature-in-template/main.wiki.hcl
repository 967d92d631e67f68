file "x" {
  for_each    = toset(["a", "b"])
  source      = "${each.key}.png"
  description = templatefile("page.wikitext", { name = each.key })
}
