relase = "2"
