file "a" {
  source = "Brücke.png"
  tiitle = "x"
}
