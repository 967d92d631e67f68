file "x" {
  url = "https://museum:s3cret/x@data.example.org/a.tif"
}
