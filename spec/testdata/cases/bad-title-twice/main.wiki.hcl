file "a" {
  source = "a.png"
  title  = "Museum logo.png"
}

file "b" {
  source = "b.png"
  title  = "File:museum_logo.png"
}
