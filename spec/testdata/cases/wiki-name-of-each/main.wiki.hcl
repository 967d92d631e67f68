wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

wiki "production" {
  api = "https://wiki.example.org/w/api.php"
}

file "a" {
  source      = "a.svg"
  description = "This is ${wiki.name}."
}
