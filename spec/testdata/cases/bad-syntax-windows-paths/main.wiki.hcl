locals {
  number = regex("\d+", each.key)
}

file "a" {
  source = "scans\Neu\bridge.png"
}

file "b" {
  source      = "C:\Users\me\scans\bridge.png"
  description = file("texts\bridge.txt")
}
