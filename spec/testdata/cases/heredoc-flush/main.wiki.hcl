file "x" {
  source = "x.png"
  description = <<-EOT
    == Bridge ==

     a box
  EOT
}
