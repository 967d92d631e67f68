file "unmanaged" {
  source = "a.png"
}

file "unmanaged_too" {
  source      = "b.png"
  description = null
}

file "managed_and_empty" {
  source      = "c.png"
  description = ""
}
