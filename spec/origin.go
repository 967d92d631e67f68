package spec

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// origin finds the place of a text file that a rewrite within a description
// comes from. Values do not tell where they are from, so it is looked for: in
// the file that the description holds as a whole, then in the templates, then
// in a file that is the only one with such letters. Any doubt is a no, since a
// wrong place is worse than none.
func (r *reader) origin(description string, found Rewrite) (hcl.Range, bool) {
	const most = 1_000_000 // texts to look through; whoever has so many mistakes is told enough
	if r.searched += len(r.texts); r.searched > most {
		return hcl.Range{}, false
	}
	if at, ok := r.whole(description, found); ok {
		return at, true
	}
	for _, name := range names(r.tmpls) {
		text := r.texts[name]
		if x, any := rewriteIn(text, anyWiki); any && x.text == found.text {
			return r.span(name, x.offset, len(x.text)), true
		}
	}
	return r.only(found.text)
}

// whole looks for the longest file that surrounds the place in the description.
func (r *reader) whole(description string, found Rewrite) (hcl.Range, bool) {
	var at hcl.Range
	longest := 0
	for _, name := range names(r.texts) {
		text := r.texts[name]
		core := strings.TrimSpace(text)
		if len(core) <= longest || len(core) > len(description) {
			continue
		}
		begin := strings.Index(description, core)
		if begin < 0 || found.offset < begin || found.offset+len(found.text) > begin+len(core) {
			continue
		}
		longest = len(core)
		at = r.span(name, strings.Index(text, core)+found.offset-begin, len(found.text))
	}
	return at, longest > 0
}

// only looks for letters that are in one place of all files.
func (r *reader) only(letters string) (hcl.Range, bool) {
	if at, looked := r.places[letters]; looked {
		return at, at.Filename != ""
	}
	var at hcl.Range
	times := 0
	for _, name := range names(r.texts) {
		n := strings.Count(r.texts[name], letters)
		if times += n; n > 0 {
			at = r.span(name, strings.Index(r.texts[name], letters), len(letters))
		}
	}
	if times != 1 {
		at = hcl.Range{}
	}
	if r.places == nil {
		r.places = map[string]hcl.Range{}
	}
	r.places[letters] = at
	return at, at.Filename != ""
}

// span is a part of a text file, which diagnostics can show from now on.
func (r *reader) span(name string, offset, length int) hcl.Range {
	text := r.texts[name]
	shown := path.Join(r.dir, name)
	if r.parsed[shown] == nil {
		r.parsed[shown] = &hcl.File{Bytes: []byte(text)}
	}
	return hcl.Range{Filename: shown, Start: posIn(text, offset), End: posIn(text, offset+length)}
}

func posIn(text string, offset int) hcl.Pos {
	before := text[:offset]
	return hcl.Pos{
		Byte:   offset,
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
	}
}
