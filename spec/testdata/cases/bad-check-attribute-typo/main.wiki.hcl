file "x" {
  source = "x.png"
}

check "x" {
  for_each      = file
  condition     = length(each.value.titel) < 100
  error_message = "${each.value.title} is long"
}
