# A German wiki calls its file namespace Datei: only the wiki can tell.
file "logo" {
  source = "logo.svg"
  title  = "Datei:logo.svg"
}
