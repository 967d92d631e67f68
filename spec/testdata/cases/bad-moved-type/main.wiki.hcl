moved {
  for_each = {
    "A.png"  = "A.jpg"
    "B.JPG"  = "B.jpeg"
    "C.tif"  = "C.svg"
    "D.ogg"  = "D.oga"
    "E.xml"  = "E.svg"
    "F.webm" = "F"
    "G.foo"  = "G.png"
  }
  from = each.key
  to   = each.value
}
