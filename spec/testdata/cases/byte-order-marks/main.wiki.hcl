file "a" {
  source      = "a.png"
  comment     = "${var.release}${jsondecode(file("data.json")).x}${yamldecode(file("data.yaml")).x}"
  description = templatefile("page.wikitext", { n = jsondecode("\ufeff{}\n") })
}

variable "release" {}
