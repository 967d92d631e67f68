locals {
  latin = csvdecode(file("latin.csv"), { encoding = "utf-8" })
  wide  = csvdecode(file("wide.csv"), { encoding = "windows-1252" })
}
