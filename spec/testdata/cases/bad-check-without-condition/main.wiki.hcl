file "x" {
  source = "x.png"
}

check "x" {
  error_message = "x"
}
