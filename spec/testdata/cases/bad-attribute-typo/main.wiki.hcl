file "logo" {
  sorce = "logo.svg"
}
