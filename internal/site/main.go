// Site makes of the README, docs and examples a site that is read without a network: plain
// pages, one style sheet, no script. It ends with 1 where a link leads nowhere, a heading that is linked is
// not there, or nothing leads to a page.
//
//	site        only look
//	site DIR    look, and write the site into DIR
//
// It is run in the folder of the repository. The library that reads Markdown is in this
// package alone, so that the program that is handed out has none of it.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 1 {
		return errors.New("name one folder, or none")
	}
	s, err := build(os.DirFS("."))
	if err != nil {
		return err
	}
	for _, p := range s.problems {
		fmt.Println(p)
	}
	if len(s.problems) > 0 {
		return fmt.Errorf("%d things are wrong; nothing was written", len(s.problems))
	}
	if len(args) == 1 {
		if err := write(args[0], s.files); err != nil {
			return err
		}
	}
	fmt.Printf("%d pages, %d files, and every link leads somewhere\n", s.pages, len(s.files))
	return nil
}

// write puts the files into a folder, which is empty or not there yet: what an older site
// had, and this one has not, would stay.
func write(dir string, files map[string][]byte) error {
	if old, err := os.ReadDir(dir); err == nil && len(old) > 0 {
		return fmt.Errorf("%s is not empty", dir)
	}
	for name, b := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
