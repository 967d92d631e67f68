file "z" {
  source = "z.png"
}

file "a" {
  source = "a.png"
}
