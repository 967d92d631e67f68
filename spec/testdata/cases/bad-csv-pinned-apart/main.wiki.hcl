locals {
  text = "id,name\n1,a\n"
}

file "scan" {
  for_each = { for r in csvdecode(local.text, { encoding = "windows-1250" }) : r.id => r }
  source   = "${each.key}.jpg"
}
