file "a" {
  source      = "a.png"
  description = "{{cc-by-4.0}}"
  tags        = ["museum"]
}

file "b" {
  url = "https://example.org/b.png"
}

check "licence" {
  for_each      = { for address, f in file : address => f if f.description != null }
  condition     = wiki::has_template(each.value.description, ["Cc-by-4.0"])
  error_message = "${each.value.title}: no licence"
}

check "shape" {
  condition = (
    file["file.a"].source == "a.png" && file["file.a"].url == null && file["file.b"].url != null &&
    file["file.b"].description == null && file["file.b"].tags == tolist([]) && length(file) == 2
  )
  error_message = "not what a check should see"
}
