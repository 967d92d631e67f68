release = "r"
