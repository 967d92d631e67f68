variable "a" {
  default = 1
}

variable "a" {
  default = 2
}

locals {
  b = 1
}

locals {
  b = 2
}

wiki "w" {
  api = "https://a.example.org/w/api.php"
}

wiki "w" {
  api = "https://b.example.org/w/api.php"
}

file "f" {
  source = "a.png"
}

file "f" {
  source = "b.png"
}

defaults {}

defaults {}
