pin = "hunter2
