file "x" {
  url = "https://anna:secret@example.org/x.png"
}
