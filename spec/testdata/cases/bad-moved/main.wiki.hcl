file "x" {
  source = "x.png"
  title  = "New.png"
}

file "y" {
  source = "y.png"
}

moved {
  from = "File:old.png"
  to   = "old.png"
}

moved {
  from = "y.png"
  to   = "Z.png"
}

moved {
  from = "A.png"
  to   = "New.png"
}

moved {
  from = "A.png"
  to   = "Newer.png"
}

moved {
  from = "B.png"
  to   = "New.png"
}

moved {
  from = "B|C.png"
}
