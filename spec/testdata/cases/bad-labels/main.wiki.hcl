file "museum logo" {
  source = "a.png"
}

file {
  source = "b.png"
}

wiki "2" {
  api = "https://a.example.org/w/api.php"
}
