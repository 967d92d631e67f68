wiki "main" {
  api = "https://wiki.example.org/w/api.php"
}

file "a" {
  source      = "a.svg"
  title       = "${wiki.naem} A.svg"
  description = wiki.api
  comment     = "For ${wikis.name}"
  tags        = [terraform.workspace]
}

file "b" {
  source      = "b.svg"
  description = wiki
}
