file "x" {
  source = "x.png"

  lifecycle {
    prevent_destory = true
  }
}
