locals {
  titles = [for f in file : f.title]
}
file "x" {
  source = "x.png"
}
