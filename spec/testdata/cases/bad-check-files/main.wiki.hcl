file "x" {
  source = "x.png"
}

check "x" {
  for_each      = files
  condition     = true
  error_message = "x"
}
