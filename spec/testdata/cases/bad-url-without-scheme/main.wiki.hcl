file "a" {
  url = "files.example.org/a.png"
}

file "b" {
  url = "files.example.org:8080/b.png?token=s3cret"
}

file "c" {
  url = " https://files.example.org/c.png"
}
