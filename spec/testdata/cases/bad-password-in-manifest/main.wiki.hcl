wiki "prod" {
  api      = "https://wiki.example.org/w/api.php"
  username = "Anna@ci"
  password = "hunter2"
}
