file "logo" {
  title = "Logo.svg"
}
