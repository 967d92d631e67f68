file "x" {
  source = "x.png"
  description_mode = "seed"
}
