file "x" {
  source = "x.png"
  description = <<EOT
    == Bridge ==

    Old.
EOT
}
