locals {
  names = { bridge = "Bridge", mill = "Mill" }
}

file "x" {
  for_each = toset(["bridge", "mil"])
  source   = "${each.key}.png"
  comment  = local.names[each.key]
}
