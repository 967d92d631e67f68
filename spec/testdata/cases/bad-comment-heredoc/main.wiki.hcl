defaults {
  comment = <<-EOT
    Museum batch
  EOT
}

file "x" {
  source = "x.png"
}
