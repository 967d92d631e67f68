// Wikiform keeps the files of a MediaWiki wiki in step with HCL manifests that
// live in git.
package main

import (
	"os"

	"wikiform/internal/cli"
	"wikiform/internal/heap"
	"wikiform/internal/term"
)

func main() {
	heap.Bound()
	os.Exit(cli.Main(os.Args[1:], term.System()))
}
