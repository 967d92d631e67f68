file "x" {
  source = "x.png"

  lifecycle {
    ignore_changes    = ["descripton", "tags", "size", "tags"]
    overwrite         = "mine"
    prevent_overwrite = "yes"
  }
}
