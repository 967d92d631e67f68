wiki "w" {
  api    = "https://wiki.example.org/w/api.php"
  policy = "readonly"
}

defaults {
  policy = "create_only"
}

file "x" {
  source = "x.png"
  policy = ["full"]
}

file "y" {
  source = "y.png"
  polcy  = "full"
}
