file "a" {
  source  = "a.png"
  comment = "Batch 7 [wikiform museum]"
}
