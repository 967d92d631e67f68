file "logo" {
  source = "logo.svg"
  title  = uper("logo.svg")
}
