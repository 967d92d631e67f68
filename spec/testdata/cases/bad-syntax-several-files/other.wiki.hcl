file "y" {
  source "y.png"
}
