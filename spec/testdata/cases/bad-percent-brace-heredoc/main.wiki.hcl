file "x" {
  source      = "x.png"
  description = <<EOT
{| style="width:100%"
| 50%{{!}} a
|}
EOT
}
