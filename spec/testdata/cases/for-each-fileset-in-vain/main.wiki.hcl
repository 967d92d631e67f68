locals {
  pictures = fileset(".", "scans/**/*.jpg")
  wanted   = { for p in local.pictures : basename(p) => p }
}

file "near" {
  for_each = fileset("scans", "*.jpg")
  source   = "scans/${each.key}"
}

file "through_locals" {
  for_each = local.wanted
  source   = each.value
}

file "nothing_like_it" {
  for_each = fileset("scans", "*.png")
  source   = "scans/${each.key}"
}

file "there" {
  for_each = fileset("scans", "*.JPG")
  source   = "scans/${each.key}"
}
