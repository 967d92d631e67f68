file "x" {
  source = "x.png"
  description      = "x"
  description_mode = "marge"
}
