file "small" {
  source = "apple logo.png"
}

file "large" {
  source = "a.png"
  title  = "Apple logo.png"
}

file "ligature" {
  source = "a.png"
  title  = "ﬁlm strip.png"
}

file "letters" {
  source = "a.png"
  title  = "Film strip.png"
}

# Neither of these is near the others.
file "inner" {
  source = "a.png"
  title  = "Film Strip.png"
}

file "plate" {
  for_each = toset(["x", "X", "y"])
  source   = "a.png"
  title    = "${each.value}ylophone.png"
}

moved {
  from = "film strip.png"
  to   = "Old.png"
}

absent "x" {
  title = "ﬁlm Strip.png"
}
