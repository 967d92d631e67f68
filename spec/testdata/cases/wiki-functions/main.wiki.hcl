file "x" {
  source = "x.png"
  title       = wiki::title("file:museum_-_x.png")
  description = <<-EOT
    ${wiki::template("Information", { author = "A|B", date = 1902, description = { en = "Bridge", de = "Brücke" }, source = null })}
    ${wiki::link("File:Other.png", "the other one")} ${wiki::nowiki("~~~~")}
    ${wiki::category("Bridges")}
  EOT
}
