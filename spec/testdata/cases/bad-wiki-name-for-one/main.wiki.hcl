wiki "staging" {
  api = "https://staging.example.org/w/api.php"
}

wiki "production" {
  api = "https://wiki.example.org/w/api.php"
}

wiki "archive" {
  api = "https://archive.example.org/w/api.php"
}

locals {
  prefix = { staging = "Test - ", production = "Museum - " }
}

file "bridge" {
  source = "bridge.svg"
  title  = "${local.prefix[wiki.name]}Bridge.svg"
}

file "mill" {
  source = "mill.svg"
  title  = wiki.name == "staging" ? "Mill.svg" : "Mill|.svg"
}

file "all" {
  source  = "all.svg"
  title   = "All[].svg"
  comment = "${wiki.name}\n"
}

file "same" {
  source = "same.svg"
  title  = locl.title
}
