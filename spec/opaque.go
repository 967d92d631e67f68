package spec

import (
	"bytes"
	"strings"
)

// Parts of a wikitext that the wiki takes as they stand: comments, and what is
// between the tags of some extensions. A regular expression for them would look
// for the end of each tag that has none through all the rest of the text.

// opaque finds such parts from the beginning of a text to its end.
type opaque struct {
	text  string
	lower []byte // with small letters, where they are ASCII
	tags  []string
	// endless: a comment without an end reaches to that of the text.
	endless bool
	ends    map[string]int // where the next of each end is, -1 for none
}

func opaqueIn(text string, endless bool, tags ...string) *opaque {
	o := &opaque{text: text, tags: tags, endless: endless, ends: map[string]int{}}
	if strings.Contains(text, "<") {
		o.lower = []byte(text)
		for i, c := range o.lower {
			if c >= 'A' && c <= 'Z' {
				o.lower[i] = c + 'a' - 'A'
			}
		}
	}
	return o
}

// at gives the end of the part that begins at i, or false. Positions grow from
// call to call.
func (o *opaque) at(i int) (end int, ok bool) {
	if o.text[i] != '<' {
		return 0, false
	}
	if strings.HasPrefix(o.text[i:], "<!--") {
		end = o.next("-->", i+len("<!--"))
		switch {
		case end >= 0:
			return end + len("-->"), true
		case o.endless:
			return len(o.text), true
		}
		return 0, false
	}
	for _, tag := range o.tags {
		if bytes.HasPrefix(o.lower[i+1:], []byte(tag)) {
			return o.tag(tag, i+1+len(tag))
		}
	}
	return 0, false
}

// tag gives the end of the pair of tags of whose first one only the rest follows.
func (o *opaque) tag(tag string, from int) (end int, ok bool) {
	open := o.next(">", from)
	if open < 0 {
		return 0, false
	}
	rest := o.text[from:open]
	blank := strings.Trim(rest, space) == ""
	if !blank && (!strings.ContainsRune(space, rune(rest[0])) || strings.HasSuffix(rest, "/")) {
		return 0, false // another tag, or one without content
	}
	for from = open + 1; ; from++ {
		if from = o.next("</"+tag, from); from < 0 {
			return 0, false
		}
		after := from + len("</"+tag)
		rest := strings.TrimLeft(o.text[after:min(len(o.text), after+maxBlank)], space)
		if strings.HasPrefix(rest, ">") {
			return o.next(">", after) + 1, true
		}
	}
}

// space is what may be around the name of a tag, and maxBlank how much of it is
// looked at.
const (
	space    = " \t\n\f\r"
	maxBlank = 1000
)

// next gives the first place of s at or after i, -1 for none. What was found is
// remembered, so that all calls together go through the text once for each s.
func (o *opaque) next(s string, i int) int {
	if known, ok := o.ends[s]; ok && (known < 0 || known >= i) {
		return known
	}
	at := -1
	if i <= len(o.lower) {
		if at = bytes.Index(o.lower[i:], []byte(s)); at >= 0 {
			at += i
		}
	}
	o.ends[s] = at
	return at
}

// blanked is the text with NULs in place of all such parts.
func (o *opaque) blanked() string {
	var b strings.Builder
	last := 0
	for i := strings.IndexByte(o.text, '<'); i >= 0 && i < len(o.text); {
		end, ok := o.at(i)
		if ok {
			b.WriteString(o.text[last:i])
			b.WriteString(strings.Repeat("\x00", end-i))
			last = end
		} else {
			end = i + 1
		}
		next := strings.IndexByte(o.text[end:], '<')
		if next < 0 {
			break
		}
		i = end + next
	}
	if last == 0 {
		return o.text
	}
	return b.String() + o.text[last:]
}
