wikiform {
  required_version = "~> 1.2"
}

hologram "x" {}
