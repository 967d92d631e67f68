locals {
  licences = ["Cc-by-4.0", "PD-old"]
}

file "plate" {
  for_each    = toset(["a", "b", "c", "d", "e"])
  source      = "${each.key}.png"
  description = each.key == "c" ? "{{PD-old}}" : "no licence"
}

check "licence" {
  for_each      = file
  condition     = wiki::has_template(each.value.description, local.licences)
  error_message = "${each.value.title}: no licence template"
}

check "few" {
  condition     = length(file) < 5
  error_message = "There are ${length(file)} files."
}
