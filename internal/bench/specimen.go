package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

// specimen is one of the files that are measured with: all of them differ, and each says
// all that there is to say of it by its number.
type specimen int

func (s specimen) source() string { return fmt.Sprintf("%03d/%06d.txt", s/1000, s) }
func (s specimen) title() string  { return fmt.Sprintf("Object %06d.txt", s) }
func (s specimen) author() string { return fmt.Sprintf("Author %d", s%97) }

func (s specimen) content() []byte { return fmt.Appendf(nil, "content of file %d\n", s) }

// text is what manifest makes of the page.
func (s specimen) text() string {
	return fmt.Sprintf("{{Information\n|description={{en|1=Object %s}}\n|author=%s\n}}\n[[Category:Objects]]", s.title(), s.author())
}

// manifest is one block for all files, with a table beside it.
const manifest = `wiki "local" {
  api = %q
}

locals {
  rows = csvdecode(file("list.csv"))
}

file "object" {
  for_each = { for r in local.rows : r.title => r }
  title    = each.value.title
  source   = "src/${each.value.name}"
  comment  = "Upload"

  description = <<-EOT
    {{Information
    |description={{en|1=Object ${each.key}}}
    |author=${each.value.author}
    }}
    [[Category:Objects]]
  EOT
}
`

// writeFiles makes a directory with the manifest of n files and their sources.
func writeFiles(dir string, n int, api string) error {
	for i := 0; i < n; i += 1000 {
		if err := os.MkdirAll(filepath.Join(dir, "src", fmt.Sprintf("%03d", i/1000)), 0o777); err != nil {
			return err
		}
	}
	for s := range specimen(n) {
		if err := os.WriteFile(filepath.Join(dir, "src", filepath.FromSlash(s.source())), s.content(), 0o666); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "main.wiki.hcl"), fmt.Appendf(nil, manifest, api), 0o666); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "list.csv"))
	if err != nil {
		return err
	}
	table := bufio.NewWriter(f)
	fmt.Fprintln(table, "name,title,author")
	for s := range specimen(n) {
		fmt.Fprintf(table, "%s,%s,%s\n", s.source(), s.title(), s.author())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return f.Close()
}
