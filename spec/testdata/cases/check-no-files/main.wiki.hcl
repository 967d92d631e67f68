check "any" {
  for_each      = file
  condition     = false
  error_message = "never said, since there is no file"
}
