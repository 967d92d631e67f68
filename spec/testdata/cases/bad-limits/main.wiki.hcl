wikiform {
  limits {
    replace = 130
    delete  = "many"
  }
}
file "x" {
  source = "x.png"
}
