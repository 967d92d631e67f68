variable "release" {}

file "a" {
  sorce = "a.png"
}

file "b" {
  source  = "b.png"
  title   = "B|b.png"
  tags    = ["x", "x"]
  comment = "Release ${var.release} ${local.who}"
}

file "c" {
  source = "../c.png"
  sha1   = "123"
}
