wiki "none" {
  api                 = "https://a.example.org/w/api.php"
  requests_per_minute = 0
}

wiki "half" {
  api                 = "https://b.example.org/w/api.php"
  requests_per_minute = 0.5
}

wiki "many" {
  api                 = "https://c.example.org/w/api.php"
  requests_per_minute = 1000001
}
