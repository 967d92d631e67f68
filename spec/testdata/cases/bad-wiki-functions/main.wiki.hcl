file "x" {
  source = "x.png"
  title       = wiki::title("a|b.png")
  description = wiki::template("Information", ["a"])
  comment     = wiki::has_templates("x", "y")
}
