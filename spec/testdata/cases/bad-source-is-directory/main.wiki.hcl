file "scans" {
  source = "scans/"
}
