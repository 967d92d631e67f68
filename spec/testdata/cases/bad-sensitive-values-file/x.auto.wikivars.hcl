pinn = "hunter2"
