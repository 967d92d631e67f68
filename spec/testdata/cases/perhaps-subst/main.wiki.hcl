file "x" {
  source      = "x.png"
  description = "{{Information}}\n{{subst:unc}}"
}
