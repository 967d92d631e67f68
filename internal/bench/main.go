// Bench is what measures wikiform beside: it makes a manifest of any number of small files,
// and serves a sandbox wiki that has them already.
//
//	bench files -n 10000 DIR                           a manifest and its sources
//	bench wiki -n 10000 -listen 127.0.0.1:8080         a wiki that has the same files
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("say what: files or wiki")
	}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	n := flags.Int("n", 10000, "how many files")
	switch args[0] {
	case "files":
		api := flags.String("api", "http://127.0.0.1:8080/w/api.php", "of the wiki that the manifest is for")
		flags.Parse(args[1:])
		if flags.NArg() != 1 {
			return errors.New("files: name one directory")
		}
		return writeFiles(flags.Arg(0), *n, *api)
	case "wiki":
		listen := flags.String("listen", "127.0.0.1:8080", "where")
		flags.Parse(args[1:])
		return serveWiki(*listen, *n)
	}
	return fmt.Errorf("%s: there is no such thing", args[0])
}
