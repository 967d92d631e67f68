defaults {
  accept_warnings = ["duplicate"]
}

redirect "x" {
  title           = "A.png"
  to              = "B.png"
  accept_warnings = ["was-deleted", "duplicate", "was-deletd", "exists", "badfilename"]
}
