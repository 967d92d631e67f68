wiki "prod" {
  url = "https://wiki.example.org/w/api.php"
}
