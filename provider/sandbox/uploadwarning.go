package sandbox

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"sync"
)

// uploadWarning is what MediaWiki's own form would say against a name: a message
// about the file that is there, or about the first thing that speaks against a
// name that is free (facts §12.5).
func (w *Wiki) uploadWarning(r *request, t title) string {
	if w.state.files[t.key()] != nil {
		return w.message(r, "fileexists", w.set.full(t))
	}
	kind, other := w.nameWarning(t)
	name := t.key()
	switch kind {
	case "page-exists":
		return w.message(r, "filepageexists", w.set.full(t))
	case "exists-normalized":
		return w.message(r, "fileexists-extension", w.set.full(t), w.set.full(fileTitle(other)))
	case "thumb":
		_, of, _ := strings.Cut(name, "-")
		return w.message(r, "fileexists-thumbnail-yes", w.set.full(fileTitle(w.set.capitalize(fileNS, of))), w.set.full(t))
	case "thumb-name":
		size, _, _ := strings.Cut(name, "-")
		return w.message(r, "file-thumbnail-no", size+"-")
	case "bad-prefix":
		for _, prefix := range w.set.BadPrefixes {
			if strings.HasPrefix(name, prefix) {
				return w.message(r, "filename-bad-prefix", prefix)
			}
		}
	}
	return ""
}

var english = map[string]string{
	"fileexists":               "A file with this name exists already, please check %s if you are not sure if you want to change it.",
	"filepageexists":           "The description page for this file has already been created at %s, but no file with this name currently exists.",
	"fileexists-extension":     "A file with a similar name exists: Name of the uploading file: %s. Name of the existing file: %s. Do you want to use a more distinctive name?",
	"fileexists-thumbnail-yes": "The file seems to be an image of reduced size (thumbnail). Please check the file %s. Its name is %s.",
	"file-thumbnail-no":        "The filename begins with %s. It seems to be an image of reduced size (thumbnail).",
	"filename-bad-prefix":      "The name of the file you are uploading begins with \"%s\", which is a non-descriptive name typically assigned automatically by digital cameras.",
}

// message is a text of the wiki as HTML: in the language qqx its key and what is
// filled in, in any other English.
func (w *Wiki) message(r *request, key string, fillers ...string) string {
	if r.values["uselang"] == "qqx" {
		return inline("(" + key + ": " + strings.Join(fillers, ", ") + ")")
	}
	values := make([]any, len(fillers))
	for i, f := range fillers {
		values[i] = f
	}
	return inline(fmt.Sprintf(english[key], values...))
}

var (
	quotes      = regexp.MustCompile(`'{2,}`)
	beforePoint = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` ([?:;!%»›])([^\p{L}\p{N}_]|$)`) })
	afterQuote  = regexp.MustCompile(`([«‹]) `)
)

// inline makes HTML of a line of wikitext, as far as a title can hold any: signs
// of HTML, runs of apostrophes, and blanks that do not break.
func inline(line string) string {
	line = strings.NewReplacer("&#39;", "'", "&#34;", `"`).Replace(html.EscapeString(line))
	italic, bold := false, false
	toggle := func(on *bool, tag string) string {
		if *on = !*on; *on {
			return "<" + tag + ">"
		}
		return "</" + tag + ">"
	}
	line = quotes.ReplaceAllStringFunc(line, func(run string) string {
		switch n := len(run); {
		case n == 2:
			return toggle(&italic, "i")
		case n == 3:
			return toggle(&bold, "b")
		case n == 4:
			return "'" + toggle(&bold, "b")
		case italic && bold:
			return strings.Repeat("'", n-5) + toggle(&bold, "b") + toggle(&italic, "i")
		default:
			return strings.Repeat("'", n-5) + toggle(&italic, "i") + toggle(&bold, "b")
		}
	})
	return afterQuote.ReplaceAllString(beforePoint().ReplaceAllString(line, "&#160;$1$2"), "$1&#160;")
}
