wikiform {
  set         = "museum"
  former_sets = ["old set", "museum", "zoo", "zoo"]
}
wiki "a" {
  api = "https://wiki.example.org/w/api.php"
  accounts = [
    "MuseumBot@app",
    "Old_bot",
    "old bot",
    "_",
    "192.0.2.7",
    "User:museumBot",
    "Bot/2",
    "Bot​",
    join("", [for i in range(256) : "x"]),
  ]
}
wiki "b" {
  api      = "https://other.example.org/w/api.php"
  accounts = []
}
wiki "c" {
  api      = "https://third.example.org/w/api.php"
  accounts = "MuseumBot"
}
file "x" {
  source = "x.png"
  adopt  = "perhaps"
}
