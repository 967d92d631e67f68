resource "wiki_file" "logo" {
  source = "logo.svg"
}
