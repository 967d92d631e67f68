variable "old" {
  type    = bool
  default = false
}

# One of two, with one title.
file "new-scan" {
  source  = "new.png"
  title   = "Museum - Bridge.png"
  enabled = !var.old
}

file "old-scan" {
  source  = "missing/old.png"
  title   = "Museum - Bridge.png"
  enabled = var.old
}

file "row" {
  for_each = {
    a = { draft = false }
    b = { draft = true }
    c = { draft = null }
  }
  source  = "${each.key}.png"
  enabled = each.value.draft == null ? null : !each.value.draft
}

file "none" {
  for_each = {}
  source   = "x.png"
  enabled  = false
}

moved {
  from    = "Museum - Bridge.png"
  to      = "Museum - Old bridge.png"
  enabled = false
}

redirect "bridge" {
  title   = "Museum - Bridge.png"
  to      = "Datei:Museum - Arch.png"
  enabled = false
}

absent "bridge" {
  title   = "museum - bridge.png"
  enabled = false
}

check "draft" {
  for_each      = file
  enabled       = each.value.title == "b.png"
  condition     = false
  error_message = "a draft"
}

check "never" {
  enabled       = length(file) > 100
  condition     = false
  error_message = "never"
}
