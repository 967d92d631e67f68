variable "tags" {
  type        = list(string)
  description = "Change tags."
}

variable "on" {
  type = bool
}

variable "size" {
  type = object({ width = number, unit = optional(string, "px") })
}

variable "literal" {}

file "x" {
  source  = "x.png"
  tags    = var.tags
  comment = "${var.on ? "on" : "off"} ${var.size.width}${var.size.unit} ${var.literal}"
}
