locals {
  rows = [for n in range(24) : { id = "plate ${floor(n / 2)}" }]
  once = { for row in local.rows : row.id => row }
}

file "p" {
  for_each = local.once
  source   = "${each.key}.png"
}
