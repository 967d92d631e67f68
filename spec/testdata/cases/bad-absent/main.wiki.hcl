file "x" {
  source = "x.png"
}

absent "wanted" {
  title = "file:x.png"
}

absent "a" {
  title = "Old.png"
}

absent "b" {
  title  = "old.png"
  reason = "one\ntwo"
}

absent "c" {
  title  = "Old.png"
}
