file "x" {
  source = "x.png"
}

check "x" {
  for_each      = file
  condition     = each.value.title
  error_message = "x"
}
