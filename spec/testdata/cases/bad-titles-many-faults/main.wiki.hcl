file "p" {
  for_each = toset([
    "50%25 cotton.png", "A|B.png", "Hall <north>.png", "Hall <south>.png", "Plan [1].png", "Plan #2.png",
    "Notes: a.png", "Notes: b.png", "{x}.png", "no extension", "Tom &amp; Ann.png", "a ~~~ b.png",
  ])
  source = "a.png"
  title  = each.value
}
