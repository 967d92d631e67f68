wiki "museum" {
  api                 = "https://wiki.example.org/w/api.php"
  requests_per_minute = 600
}
