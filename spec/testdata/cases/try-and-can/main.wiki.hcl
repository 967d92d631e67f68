locals {
  row = { name = "Bridge" }
}

file "x" {
  source  = "x.png"
  comment = "${try(local.row.author, try(local.row.painter, "unknown"))}, ${can(local.row.name)}"
}
