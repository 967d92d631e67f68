file "a" {
  source = "a.png"
  title  = "https://commons.wikimedia.org/wiki/File:Old_bridge.png"
}

file "b" {
  source = "b.png"
  title  = "[[File:Old mill.png|thumb]]"
}
