wikiform {
  limits {
    replace = 130
    delete  = "many"
    move    = -1
  }
}
file "x" {
  source = "x.png"
}
