file "x" {
  source = "x.png"
}

check "x" {
  condition     = false
  error_message = " "
}
