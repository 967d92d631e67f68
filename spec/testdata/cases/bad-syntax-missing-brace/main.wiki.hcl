file "x" {
  source = "x.png"

file "y" {
  source = "y.png"
}
