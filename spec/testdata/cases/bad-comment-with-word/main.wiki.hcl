defaults {
  comment = "Batch 7 [whole 0123456789]"
}

file "a" {
  source  = "a.png"
  comment = "[keep 0123456789] and more"
}

file "b" {
  source  = "b.png"
  comment = "Batch [merge 7], [keep 012345678], [whole 0123456789ab]"
}

absent "c" {
  title  = "C.png"
  reason = "Gone [merge abcdef0123]"
}
