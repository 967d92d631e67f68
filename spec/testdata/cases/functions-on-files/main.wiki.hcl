locals {
  meta = yamldecode(file("meta.yaml"))
}

file "x" {
  source = "${path.module}/x.png"
  tags = [
    basename("a/b.png"), dirname("a/b.png"), filesha1("meta.yaml"), tostring(fileexists("none")),
    join("+", fileset(".", "*.yaml")), local.meta.author, lookup(local.meta, "licence", "none"),
    try(local.meta.nothing, "tried"), "can ${can(local.meta.nothing)}",
  ]
}
