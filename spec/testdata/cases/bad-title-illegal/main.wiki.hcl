file "x" {
  source = "x.png"
  title  = "Plate [1]: front.png"
}
