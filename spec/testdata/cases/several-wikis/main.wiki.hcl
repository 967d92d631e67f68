wiki "staging" {
  api = "http://127.0.0.1:8080/w/api.php"
}

wiki "commons" {
  api     = "https://commons.wikimedia.org/w/api.php"
  contact = "https://museum.example/wiki-bot"
}
