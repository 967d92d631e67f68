file "x" {
  source = "x.png"
}

check "x" {
  condition     = each.value.title != ""
  error_message = "x"
}
