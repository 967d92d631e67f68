file "x" {
  source = "x.png"
  title  = "Museum Logo"
}
