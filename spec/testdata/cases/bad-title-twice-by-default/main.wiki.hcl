file "a" {
  source = "2020/front.png"
}

file "b" {
  source = "2021/front.png"
}
