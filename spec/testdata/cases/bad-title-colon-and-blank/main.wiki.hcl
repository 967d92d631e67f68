file "logo" {
  source = "logo.svg"
  title  = "Museum: Logo.svg"
}
