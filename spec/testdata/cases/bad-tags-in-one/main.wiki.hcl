file "x" {
  source = "x.png"
  tags   = ["museum,upload", "a|b", "", "ok", "ok"]
}
