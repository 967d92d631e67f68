file "x" {
  source = "x.png"

  lifecycle {
    ignore_changes    = ["descripton", "size"]
    overwrite         = "mine"
    prevent_overwrite = "yes"
  }
}
