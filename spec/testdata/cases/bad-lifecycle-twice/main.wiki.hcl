file "x" {
  source = "x.png"

  lifecycle {
    prevent_destroy = true
  }

  lifecycle {
    prevent_overwrite = true
  }
}
