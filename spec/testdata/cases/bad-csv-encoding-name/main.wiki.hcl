locals {
  rows = csvdecode(file("list.csv"), { encoding = "cp1252" })
}
