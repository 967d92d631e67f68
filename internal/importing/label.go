package importing

import (
	"path"
	"strings"

	"wikiform/spec"
)

// labels gives each block a name that no other has, made from what can be read of its title.
func (w *writing) labels() {
	used := map[string]bool{}
	if w.Manifest != nil {
		for i := range w.Manifest.Files {
			block, _, _ := w.Manifest.Files[i].Address.Block()
			used[nameIn(block)] = true
		}
	}
	for _, r := range w.rows {
		r.label = unused(used, labelOf(strings.TrimSuffix(string(r.Title), path.Ext(string(r.Title))), "file"))
	}
}

func nameIn(block spec.Address) string {
	_, name, _ := strings.Cut(string(block), ".")
	return strings.ToLower(name)
}

// labelOf is a text in small letters, as far as they have no accents, with - for all else. It
// begins with a letter, if need be with those of a word.
func labelOf(text, word string) string {
	const most = 60
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case b.Len() == most:
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	label := strings.Trim(b.String(), "-")
	if label == "" || label[0] <= '9' {
		label = strings.TrimSuffix(word+"-"+label, "-")
	}
	return label
}
