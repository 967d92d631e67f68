package importing

import (
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"wikiform/spec"
)

// labels gives each block a name that no other has, made from what can be read of its title.
func (w *writing) labels() {
	used := names{}
	if w.Manifest != nil {
		for i := range w.Manifest.Files {
			block, _, _ := w.Manifest.Files[i].Address.Block()
			used[nameIn(block)] = 1
		}
	}
	for _, r := range w.rows {
		r.label = used.take(labelOf(strings.TrimSuffix(string(r.Title), path.Ext(string(r.Title))), "file"), "-")
	}
}

// nameIn is the name of a block in small letters.
func nameIn(block spec.Address) string {
	_, name, _ := strings.Cut(string(block), ".")
	return strings.ToLower(name)
}

// labelOf is a text in small letters as a name, which begins with a word if it has to.
func labelOf(text, word string) string {
	label := wordOf(strings.ToLower(text), "-")
	if !hclsyntax.ValidIdentifier(label) {
		label = strings.TrimSuffix(word+"-"+label, "-")
	}
	return label
}

// wordOf is a text with one sign for each row of those that no name in HCL has.
func wordOf(text, sign string) string {
	const most = 60 // bytes
	var b strings.Builder
	for _, r := range text {
		switch {
		case b.Len() >= most:
		case r != '-' && r != '_' && r != utf8.RuneError && hclsyntax.ValidIdentifier("a"+string(r)):
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), sign):
			b.WriteString(sign)
		}
	}
	return strings.Trim(b.String(), sign)
}

// names are those that are used, in small letters, with the last number that was put behind
// each.
type names map[string]int

// take gives a name that was not used, with a number behind it if need be.
func (n names) take(name, sign string) string {
	small := strings.ToLower(name)
	if n[small] == 0 {
		n[small] = 1
		return name
	}
	for {
		n[small]++
		end := sign + strconv.Itoa(n[small])
		if n[small+end] == 0 {
			n[small+end] = 1
			return name + end
		}
	}
}
