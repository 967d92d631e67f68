file "logo" {
  source  = "logo.svg"
  comment = "Uploaded ${timestamp()}"
}
