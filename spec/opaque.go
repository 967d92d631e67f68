package spec

import (
	"slices"
	"strings"
)

// Parts of a wikitext that the wiki takes as they stand: comments, and what is
// between the tags of some extensions. A regular expression for them would look
// for the end of each tag that has none through all the rest of the text.

// opaque finds such parts from the beginning of a text to its end.
type opaque struct {
	text  string
	lower string // with small letters, where they are ASCII
	// takes reports whether what is between the tags of a name, in small letters, is
	// such a part.
	takes func(tag string) bool
	// endless: a comment without an end reaches to that of the text, and so does an
	// includeonly.
	endless  bool
	ends     map[string]int       // where the next of each end is, -1 for none
	closings map[string][]closing // of each name, those that were not passed yet
}

// closing is a tag that closes another: where it begins and ends.
type closing struct{ begin, end int }

// includeonly has no place in a page that is shown, only where it is transcluded.
const includeonly = "includeonly"

// tagsOf is for opaqueIn: the tags with these names.
func tagsOf(names ...string) func(string) bool {
	return func(tag string) bool { return slices.Contains(names, tag) }
}

func opaqueIn(text string, endless bool, takes func(tag string) bool) *opaque {
	o := &opaque{text: text, takes: takes, endless: endless, ends: map[string]int{}}
	if strings.Contains(text, "<") {
		lower := []byte(text)
		for i, c := range lower {
			if c >= 'A' && c <= 'Z' {
				lower[i] = c + 'a' - 'A'
			}
		}
		o.lower = string(lower)
	}
	return o
}

// at gives the end of the part that begins at i, or false. Positions grow from
// call to call.
func (o *opaque) at(i int) (end int, ok bool) {
	_, end, ok = o.part(i)
	return end, ok
}

// part is at with the name of the tag, "" for a comment.
func (o *opaque) part(i int) (tag string, end int, ok bool) {
	if o.text[i] != '<' {
		return "", 0, false
	}
	if strings.HasPrefix(o.text[i:], "<!--") {
		end = o.next("-->", i+len("<!--"))
		switch {
		case end >= 0:
			return "", end + len("-->"), true
		case o.endless:
			return "", len(o.text), true
		}
		return "", 0, false
	}
	tag = tagName(o.lower[i+1:])
	if tag == "" || !o.takes(tag) {
		return "", 0, false
	}
	end, ok = o.pair(tag, i+1+len(tag))
	return tag, end, ok
}

// tagName is the name of a tag at the beginning of a text; "" where there is none.
func tagName(text string) string {
	const most = 100 // bytes; a name that is longer is none of a tag
	n := strings.IndexAny(text[:min(len(text), most)], space+"</>\x00")
	return text[:max(n, 0)]
}

// pair gives the end of the pair of tags of whose first one only the rest follows.
func (o *opaque) pair(tag string, from int) (end int, ok bool) {
	open := o.next(">", from)
	if open < 0 {
		return 0, false
	}
	rest := o.text[from:open]
	blank := strings.Trim(rest, space) == ""
	if !blank && (!strings.ContainsRune(space, rune(rest[0])) || strings.HasSuffix(rest, "/")) {
		return 0, false // another tag, or one without content
	}
	if o.closings == nil {
		o.findClosings()
	}
	left := o.closings[tag]
	for len(left) > 0 && left[0].begin <= open {
		left = left[1:]
	}
	o.closings[tag] = left
	switch {
	case len(left) > 0:
		return left[0].end, true
	case tag == includeonly && o.endless:
		return len(o.text), true
	}
	return 0, false
}

// findClosings goes through the text once for the closing tags of all names, however
// many there are.
func (o *opaque) findClosings() {
	o.closings = map[string][]closing{}
	for i := 0; ; {
		at := strings.Index(o.lower[i:], "</")
		if at < 0 {
			return
		}
		begin := i + at
		i = begin + len("</")
		tag := tagName(o.lower[i:])
		if tag == "" || !o.takes(tag) {
			continue
		}
		i += len(tag)
		i = past(o.lower, i, space)
		if strings.HasPrefix(o.lower[i:], ">") {
			o.closings[tag] = append(o.closings[tag], closing{begin, i + 1})
		}
	}
}

// space is what may be around the name of a tag.
const space = " \t\n\f\r"

// next gives the first place of s at or after i, -1 for none. What was found is
// remembered, so that all calls together go through the text once for each s.
func (o *opaque) next(s string, i int) int {
	if known, ok := o.ends[s]; ok && (known < 0 || known >= i) {
		return known
	}
	at := -1
	if i <= len(o.lower) {
		if at = strings.Index(o.lower[i:], s); at >= 0 {
			at += i
		}
	}
	o.ends[s] = at
	return at
}

// blanked is the text with NULs in place of all such parts, but for those between
// tags with the names in but.
func (o *opaque) blanked(but ...string) string {
	var b strings.Builder
	last := 0
	for i := strings.IndexByte(o.text, '<'); i >= 0 && i < len(o.text); {
		tag, end, ok := o.part(i)
		switch {
		case ok && !slices.Contains(but, tag):
			b.WriteString(o.text[last:i])
			b.WriteString(strings.Repeat("\x00", end-i))
			last = end
		case !ok:
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
