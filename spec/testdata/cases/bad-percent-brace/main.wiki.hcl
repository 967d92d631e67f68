file "x" {
  source      = "x.png"
  description = "{{Table|width=50%{{!}}a}}"
}
