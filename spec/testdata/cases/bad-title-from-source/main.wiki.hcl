file "x" {
  source = "scans/a#1.png"
}

file "y" {
  source = "README"
}
