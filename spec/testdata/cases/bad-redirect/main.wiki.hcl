file "old" {
  source      = "old.png"
  description = "#redirect [[File:New.png]]"
}
