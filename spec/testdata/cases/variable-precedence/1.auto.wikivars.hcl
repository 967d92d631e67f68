b = "auto 1"
c = "auto 1"
d = "auto 1"
