wiki "commons" {
  api = "https://commons.wikimedia.org/w/api.php"
}

wiki "de" {
  api     = "https://de.wikipedia.org/w/api.php"
  contact = "Anna"
}
