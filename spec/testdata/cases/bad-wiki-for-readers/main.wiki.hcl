wiki "a" {
  api = "https://wiki.example.org/wiki/Main_Page"
}

wiki "b" {
  api = "wiki.example.org"
}

wiki "c" {
  api = "https://wiki.example.org/w/api.php?action=query"
}
