file "x" {
  source          = "x.png"
  accept_warnings = ["exists", "badfilename", "empty-file"]
}
