file "x" {
  for_each = toset(["A.png", "B.png"])
  source   = "x.png"
  title    = each.key
}

moved {
  for_each = { a = ["A.png", "C.png"], b = ["B.png", "D.png"], c = ["E.png", "E.png"], d = ["F.png", "C.png"], e = ["F.png", null], f = [null, "H.png"] }
  from     = each.value[0]
  to       = each.value[1]
  reason   = "Line\nbreak"
}
