wiki "w" {
  api = null
}

moved {
  from = null
  to   = "B.png"
}
