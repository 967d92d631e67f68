locals {
  credit = { author = "Anna", painter = "Bert" }
  by_id  = tomap({ bridge = "x" })
  a      = local.credit.auther
  b      = local.credit["paintr"]
  c      = local.by_id.brigde
  d      = merge(local.credit, {}).painer
  e      = [local.credit][0].autor
  f      = [local.credit][*].autor
}
file "x" {
  source = "x.png"
}
