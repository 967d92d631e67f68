file "a" {
  source = "scans\new.png"
}

file "b" {
  source      = "b.png"
  description = file("texts\readme.txt")
}

file "c" {
  source = "C:\\Users\\me\\bridge.png"
}
