file "a" {
  source = "apple.png"
}

moved {
  from = "Apple.png"
  to   = "birch.png"
}

moved {
  from = "x.png"
  to   = "Birch.png"
}

# A file is moved to it, on a wiki where both are one as well.
file "c" {
  source = "cherry.png"
}

moved {
  from = "Cherry.png"
  to   = "y.png"
}

moved {
  from = "z.png"
  to   = "Cherry.png"
}

moved {
  from = "dill.png"
  to   = "Dill.png"
}

redirect "e" {
  title = "elder.png"
  to    = "Elder.png"
}

redirect "f" {
  title = "File:Fig.png"
  to    = "Elder.png"
}

redirect "a" {
  title = "Apple.png"
  to    = "Fig 2.png"
}

absent "f" {
  title = "fig.png"
}

absent "g" {
  title = "Fig.PNG"
}

absent "datei" {
  title = "datei:fig.png"
}
