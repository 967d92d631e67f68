package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// set is the files that are measured with. All of them differ, and each says all that there
// is to say of it by its number.
type set struct {
	n      int
	prefix string
	size   int // bytes of each; 0: one line
}

func (s set) source(i int) string { return fmt.Sprintf("%03d/%06d.txt", i/1000, i) }
func (s set) title(i int) string  { return fmt.Sprintf("%s %06d.txt", s.prefix, i) }
func (s set) author(i int) string { return fmt.Sprintf("Author %d", i%97) }

func (s set) content(i int) []byte {
	line := fmt.Appendf(nil, "content of %s %d\n", s.prefix, i)
	if s.size == 0 {
		return line
	}
	return bytes.Repeat(line, s.size/len(line)+1)[:s.size]
}

// text is what manifest makes of the page.
func (s set) text(i int) string {
	return fmt.Sprintf("{{Information\n|description={{en|1=Object %s}}\n|author=%s\n}}\n[[Category:Objects]]", s.title(i), s.author(i))
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

// write makes a directory with the manifest of the files and their sources.
func (s set) write(dir, api string) error {
	var table bytes.Buffer
	fmt.Fprintln(&table, "name,title,author")
	for i := range s.n {
		name := filepath.Join(dir, "src", filepath.FromSlash(s.source(i)))
		if i%1000 == 0 {
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				return err
			}
		}
		if err := os.WriteFile(name, s.content(i), 0o666); err != nil {
			return err
		}
		fmt.Fprintf(&table, "%s,%s,%s\n", s.source(i), s.title(i), s.author(i))
	}
	if err := os.WriteFile(filepath.Join(dir, "list.csv"), table.Bytes(), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "main.wiki.hcl"), fmt.Appendf(nil, manifest, api), 0o666)
}
