// Bench is what wikiform is measured beside: manifests of any number of files, a sandbox wiki
// that has them already, and loops that do what wikiform does and nothing else.
//
//	bench files -n 10000 DIR       a manifest and its sources
//	bench wiki -n 10000            a sandbox that has these files
//	bench upload -n 300            bare: a request for each file
//	bench chunks -name F FILE      bare: one file in chunks
//	bench query -n 2000            bare: what wikiform asks of each file, batch after batch
//	bench run -into F CASE TOOL COMMAND...   note what a command took
//	bench report F                 medians, spreads and ratios of what was noted
//	bench draw F                   a picture of them
//
// The loops log in as BENCH_USER with BENCH_PASSWORD.
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

// options are those of all commands; each takes what it needs.
type options struct {
	set
	api, listen, name string
	chunk             int64
	batch             int
	into, log         string
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("say what: files, wiki, upload, chunks, query, run, report or draw")
	}
	var o options
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	flags.IntVar(&o.n, "n", 10000, "how many files")
	flags.StringVar(&o.prefix, "prefix", "Object", "what their titles begin with")
	flags.IntVar(&o.size, "size", 0, "bytes of each; 0: one line")
	flags.StringVar(&o.api, "api", "http://127.0.0.1:8080/w/api.php", "of the wiki")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "where the sandbox is")
	flags.StringVar(&o.name, "name", "Chunks.txt", "title of the file in chunks")
	flags.IntVar(&o.batch, "batch", 500, "titles in a question")
	flags.Int64Var(&o.chunk, "chunk", 8<<20, "bytes of a chunk")
	flags.StringVar(&o.into, "into", "bench.tsv", "where runs are noted")
	flags.StringVar(&o.log, "log", "", "access log of the wiki, in which requests are counted")
	flags.Parse(args[1:])
	switch args[0] {
	case "run":
		if flags.NArg() < 3 {
			return errors.New("run: name the case, the tool and the command")
		}
		return note(o, flags.Arg(0), flags.Arg(1), flags.Args()[2:])
	case "report", "draw":
		if flags.NArg() != 1 {
			return fmt.Errorf("%s: name one file", args[0])
		}
		if args[0] == "draw" {
			return draw(flags.Arg(0))
		}
		return report(flags.Arg(0))
	case "files":
		if flags.NArg() != 1 {
			return errors.New("files: name one directory")
		}
		return o.write(flags.Arg(0), o.api)
	case "wiki":
		return serveWiki(o.listen, o.set)
	}
	client, err := enter(o.api)
	if err != nil {
		return err
	}
	switch args[0] {
	case "upload":
		for i := range o.n {
			if err := client.upload(o.title(i), o.text(i), o.content(i)); err != nil {
				return err
			}
		}
		return nil
	case "chunks":
		if flags.NArg() != 1 {
			return errors.New("chunks: name one file")
		}
		return client.uploadChunks(o.name, "one file", flags.Arg(0), o.chunk)
	case "query":
		return client.query(o.set, o.batch)
	}
	return fmt.Errorf("%s: there is no such thing", args[0])
}
