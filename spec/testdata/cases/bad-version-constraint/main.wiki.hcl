wikiform {
  required_version = "latest"
}
