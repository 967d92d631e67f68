file "scan" {
  for_each = fileset("scans", "**/*.{jpg,png}")
  source   = "scans/${each.value}"
  title    = "Museum ${replace(each.key, "/", " ")}"
}
