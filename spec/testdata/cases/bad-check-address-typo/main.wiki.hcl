file "x" {
  source = "x.png"
}

check "x" {
  condition     = file["file.y"].title != ""
  error_message = "x"
}
