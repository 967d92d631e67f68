file "a" {
  source = "A.png"
}

moved {
  from = "B.png"
  to   = "C.png"
}

redirect "over-file" {
  title = "A.png"
  to    = "Z.png"
}

redirect "over-move" {
  title = "C.png"
  to    = "Z.png"
}

redirect "itself" {
  title = "D.png"
  to    = "File:D.png"
}

redirect "twice" {
  title = "E.png"
  to    = "A.png"
}

redirect "again" {
  title = "E.png"
  to    = "Z.png"
}

redirect "double" {
  for_each = { f = "E.png", g = "Gone.png", h = "B.png", i = "C.png" }
  title    = "${each.key}.png"
  to       = each.value
}

absent "gone" {
  title = "Gone.png"
}

redirect "no-titles" {
  title = "F"
  to    = "https://wiki.example.org/wiki/File:G.png"
}

redirect "nothing" {
}
