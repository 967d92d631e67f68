file "x" {
  source          = "x.png"
  accept_warnings = ["dupliacte", "everything"]
}
