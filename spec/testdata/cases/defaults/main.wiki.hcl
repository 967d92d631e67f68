defaults {
  tags            = ["bot"]
  comment         = "Batch"
  accept_warnings = ["was-deleted"]
  via             = "client"
}

file "takes" {
  url = "https://example.org/a.png"
}

file "overrides" {
  url             = "https://example.org/b.png"
  tags            = []
  comment         = "Other"
  accept_warnings = ["duplicate", "thumb"]
  via             = "server"
}

file "null_is_unset" {
  source  = "c.png"
  tags    = null
  comment = null
}
