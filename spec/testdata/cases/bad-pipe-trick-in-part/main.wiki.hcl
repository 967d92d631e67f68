file "x" {
  source = "x.png"
  description = "${file("head.wikitext")}\n${file("tail.wikitext")}"
}
