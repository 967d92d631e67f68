// Package docs has what of the documentation the program itself prints.
package docs

import _ "embed"

// Messages is messages.md: what each code means that a message can have.
//
//go:embed messages.md
var Messages string
