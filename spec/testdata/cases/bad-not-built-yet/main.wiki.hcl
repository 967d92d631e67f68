wikiform {
  limits {
    update = 50
  }
}

variable "secret_note" {
  default   = "x"
  sensitive = true

  validation {
    condition     = true
    error_message = "no"
  }
}

file "x" {
  source           = "x.png"
  description_mode = "merge"

  lifecycle {
    prevent_overwrite = true
  }
}

moved {
  from = "A.png"
  to   = "B.png"
}

absent "old" {
  title = "Old.png"
}

prune {
  prefix = "Museum - "
}

check "licence" {
  condition     = true
  error_message = "no licence"
}
