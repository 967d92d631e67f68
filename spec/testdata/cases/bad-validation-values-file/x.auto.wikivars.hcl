release = "11"
