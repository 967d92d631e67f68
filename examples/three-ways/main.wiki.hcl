# Three ways for bytes to reach a wiki: from a path, in chunks, and from a URL.

variable "source" {
  type        = string
  description = "Where the folder served/ is served, without a slash at the end"
  default     = "http://127.0.0.1:8000"
}

variable "tags" {
  type        = list(string)
  description = "Change tags of the wiki to put on every upload and edit"
  default     = []
}

defaults {
  comment = "Three ways"
  tags    = var.tags
}

# A small file goes in one request.
file "medal" {
  source      = "pictures/medal.png"
  title       = "Three ways - Medal.png"
  description = "A medal, sent in one request."
}

# A file above the chunk size goes to the wiki's stash in chunks, is verified
# there, and is published then. Here the chunk size is forced down:
# wikiform apply -chunk-size=64KiB
file "panorama" {
  source      = "pictures/panorama.png"
  title       = "Three ways - Panorama.png"
  description = "Mountains, sent in chunks."
}

# A URL is fetched by the wiki itself where it may, else by wikiform. The pin
# says what must be there: other bytes are never published.
file "coin" {
  url         = "${var.source}/coin.png"
  sha1        = "84fe530363330645b7457a588cb11c82460163e8"
  title       = "Three ways - Coin.png"
  description = "A coin, fetched from a URL."
}
