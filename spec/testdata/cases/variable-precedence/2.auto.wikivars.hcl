c = "auto 2"
d = "auto 2"
