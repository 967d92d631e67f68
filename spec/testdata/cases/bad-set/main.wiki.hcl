wikiform {
  set = "museum photos [2026]"
}
