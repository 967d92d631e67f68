moved {
  from = "A.png"
  to   = "B.png"
}

redirect "c" {
  title = "C.png"
  to    = "Z.png"
}

absent "x" {
  for_each = toset(["A.png", "B.png", "C.png"])
  title    = each.key
}

absent "null" {
  title = null
}

absent "datei" {
  title = "Datei:D.png"
}

absent "again" {
  title = "Datei:D.png"
}
