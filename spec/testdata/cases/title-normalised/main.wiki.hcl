file "logo" {
  source = "logo.svg"
  title  = "File:museum__logo_.svg"
}
