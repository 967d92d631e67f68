file "a" {
  source = "a.png"
}

file "b" {
  source = "b.png"
  title  = "Second ${file.a.title}"
}
