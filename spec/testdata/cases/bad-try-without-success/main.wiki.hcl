file "x" {
  source = "x.png"
  comment = try(local.nothing, file("nothing"))
}
