wikiform {
  renames = "move"

  limits {
    move = 99.5
  }
}

defaults {
  comment         = "Batch 7"
  tags            = ["museum"]
  accept_warnings = ["duplicate", "was-deleted"]
  on_moved        = "follow"
}

file "bridge" {
  source = "bridge.jpg"
  title  = "Bridge.jpg"
}

# Its own old title is that of the bridge: the two are swapped.
file "mill" {
  source   = "mill.jpg"
  title    = "Mill.jpg"
  on_moved = "block"
}

moved {
  from     = "File:Bridge.jpg"
  to       = "Mill.jpg"
  redirect = false
}

moved {
  from   = "Mill.jpg"
  to     = "Bridge.jpg"
  reason = "Named the wrong way round"
}

# A chain, and a move of what no file block wants.
moved {
  for_each = { "Plate_1.jpg" = "Plate 2.JPEG", "Plate 2.JPEG" = "Plate \"3\".jpg", "x.foo" = "x.bar" }
  from     = each.key
  to       = each.value
  foreign  = each.key == "x.foo"
}

redirect "old" {
  title   = "Plate 1.jpg" # from where it is moved
  to      = "Drawing.svg" # of another type
  comment = ""
  tags    = []
}

redirect "inherits" {
  for_each        = toset(["A.jpg", "B.jpg"])
  title           = "Datei:${each.key}"
  to              = "Bridge.jpg"
  accept_warnings = ["was-deleted"]
  foreign         = true
}

redirect "filtered" {
  title = "C.jpg"
  to    = "Bridge.jpg"
}

absent "foto" {
  for_each = { one = "Foto_1.jpg" }
  title    = each.value
  reason   = "Twice (${each.key})"
}

absent "datei" {
  title   = "Datei:Foto 2.jpg"
  foreign = true
}
