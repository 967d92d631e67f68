wiki "prod" {
  api = "https://anna:hunter2@wiki.example.org/w/api.php"
}
