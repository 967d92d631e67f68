locals {
  c = "${local.b}!"
  a = "x"
}

file "x" {
  source  = "x.png"
  comment = local.c
}

locals {
  b = upper(local.a)
}
