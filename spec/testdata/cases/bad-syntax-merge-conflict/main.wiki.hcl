file "x" {
<<<<<<< HEAD
  source = "x.png"
=======
  source = "y.png"
>>>>>>> branch
}
