locals {
  a = "${local.b}!"
  b = upper(local.c)
  c = local.a
  d = local.d
}

file "x" {
  source  = "x.png"
  comment = local.a
}
