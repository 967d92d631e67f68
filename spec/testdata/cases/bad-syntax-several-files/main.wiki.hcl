file "x" {
  source = 
}
