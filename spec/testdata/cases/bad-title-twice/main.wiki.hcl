file "a" {
  source = "a.png"
  title  = "Museum logo.png"
}

file "b" {
  source = "b.png"
  title  = "File:Museum_logo.png"
}
