package spec

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wikiform/internal/fileerr"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
)

// suffixes end the names of manifest files.
var suffixes = []string{".wiki.hcl", ".wiki.json"}

// readManifests parses every manifest file of the directory, in order of name.
func (l *loader) readManifests() []hcl.Body {
	entries, err := fs.ReadDir(l.fsys, l.dir)
	if err != nil {
		l.faults.add(unreadable(l.dir, err))
		return nil
	}
	var bodies []hcl.Body
	for _, e := range entries {
		name := e.Name()
		if !Declares(name) {
			continue
		}
		src, err := l.files.bytes(name)
		if err != nil {
			l.faults.add(unreadable(path.Join(l.dir, name), err))
			continue
		}
		l.sources = append(l.sources, path.Join(l.dir, name))
		body, diags := l.parse(path.Join(l.dir, name), src)
		l.faults.add(diags...)
		bodies = append(bodies, body)
	}
	if len(bodies) == 0 && !l.faults.errors {
		l.faults.add(noManifest(l.dir, entries))
	}
	return bodies
}

// visible passes over what editors leave behind.
func visible(name string) bool { return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "#") }

// mark is what some editors put before a text in UTF-8.
const mark = "\uFEFF"

// parse reads one file of either syntax, and keeps it for excerpts.
func (l *loader) parse(name string, src []byte) (hcl.Body, hcl.Diagnostics) {
	src = bytes.TrimPrefix(src, []byte(mark))
	l.m.Parsed[name] = &hcl.File{Bytes: src}
	if err := l.files.parseable(src); err != nil {
		return hcl.EmptyBody(), hcl.Diagnostics{unreadable(name, err)}
	}
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		if diags = checkJSON(src, name); !diags.HasErrors() {
			file, diags = json.Parse(src, name)
		}
	} else {
		tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos) // the parser repeats what is wrong
		if diags = checkNesting(tokens); !diags.HasErrors() {
			file, diags = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
		}
	}
	if file == nil || file.Body == nil {
		return hcl.EmptyBody(), diags
	}
	l.m.Parsed[name] = file
	return file.Body, explainSyntax(diags, src)
}

func unreadable(name string, err error) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable manifest", Detail: fmt.Sprintf("%s: %s.", name, fileerr.Bare(err))}
}

const noManifestSummary = "No manifest"

func noManifest(dir string, entries []fs.DirEntry) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: noManifestSummary}
	here := "The current directory"
	if dir != "." {
		here = fmt.Sprintf("The directory %q", dir)
	}
	d.Detail = here + " has no file whose name ends in .wiki.hcl or .wiki.json."
	for _, e := range entries {
		if better := manifestName(e.Name()); better != "" {
			d.Detail += fmt.Sprintf(" To have %s read, rename it to %s.", e.Name(), better)
			return d
		}
	}
	d.Detail += " To begin with a folder of files: wikiform init FOLDER. Or create one, say main.wiki.hcl, with a file block in it, or name another directory with -chdir=DIR."
	return d
}

// NoManifest reports whether the fault is that there is no manifest.
func NoManifest(diags hcl.Diagnostics) bool {
	return len(diags) == 1 && diags[0].Summary == noManifestSummary
}

// Declares reports whether a file of this name is read as a part of the manifest.
func Declares(name string) bool {
	return visible(name) && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

// manifestName is what a file would be called if it is meant to be a manifest, "" for
// others. Windows puts .txt behind what Notepad saves, and does not show it.
func manifestName(name string) string {
	plain := strings.TrimSuffix(strings.ToLower(name), ".txt")
	if len(plain) > len(name) { // in small letters
		return ""
	}
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(plain, ".wikivars.hcl"):
		return ""
	case slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(plain, s) }):
		suffix := plain[strings.LastIndex(plain, ".wiki."):]
		return name[:len(plain)-len(suffix)] + suffix
	case strings.HasSuffix(plain, ".hcl"), strings.HasSuffix(plain, ".tf"):
		return strings.TrimSuffix(name[:len(plain)-len(path.Ext(plain))], ".wiki") + ".wiki.hcl"
	}
	return ""
}
