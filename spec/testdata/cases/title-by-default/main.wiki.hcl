file "path" {
  source = "scans/old_bridge.jpg"
}

file "url" {
  url = "https://data.example.org/a/Fl%C3%BCgel%20links.tif?size=full"
}
