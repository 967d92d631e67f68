wikiform {
  former_sets = ["scans", "zoo"]
}
wiki "a" {
  api      = "https://wiki.example.org/w/api.php"
  accounts = [" museumBot ", "Old__bot", "éva b", "ßeta", "ǆ", "ა:b=c"]
}
file "x" {
  source = "x.png"
  adopt  = true
}
moved {
  from  = "Y.png"
  to    = "Z.png"
  adopt = true
}
absent "w" {
  title = "W.png"
  adopt = true
}
