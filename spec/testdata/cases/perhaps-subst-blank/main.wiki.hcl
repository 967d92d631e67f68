file "a" {
  source      = "a.png"
  description = "{{subst: Licence}}"
}
