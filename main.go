// Wikiform keeps the files of a MediaWiki wiki in step with HCL manifests that
// live in git.
package main

import (
	"os"

	"wikiform/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.System()))
}
