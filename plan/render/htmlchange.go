package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
)

type album = picture.Album

const (
	htmlChunk = 50 // changes that are laid out together
	htmlOpen  = 40 // changes of a section up to which all are open
)

// htmlChange is one change as the template "change" shows it.
type htmlChange struct {
	ID, Sign, Title, Address string
	Was                      string // its title, of a file that moves
	Open                     bool
	Flags                    string
	Badges                   []htmlBadge
	Problems, Remarks        []string
	Compare                  *htmlCompare
	Facts                    []htmlFact // of content that replaces another
	ExifLine                 string
	Exif                     []htmlFact // what becomes of it
	Diff                     *htmlDiff
	Said                     string      // of whose work it goes together with
	Places                   []htmlPlace // why nothing can be made of both
	Cut                      string      // what of these is not shown
	Kept                     *htmlDiff   // what others made of ours
	Meta                     []htmlFact  // what has no before
}

type htmlBadge struct{ Class, Text string }

// htmlFact is a line of a table: what is, and what will be.
type htmlFact struct {
	Name, Before, After string
	Changed             bool
}

func (b *htmlBuilder) section(s section) *htmlSection {
	out := htmlKinds[s.kind]
	out.Count = number.Grouped(len(s.changes))
	var rows []*htmlChange
	changes, leader := s.byWords()
	first := map[*view]*htmlChange{}
	alone := len(changes) // changes that do not follow one with the same words
	for v, l := range leader {
		if l.view != v {
			alone--
		}
	}
	for i, c := range changes {
		row := b.change(c)
		first[c] = row
		row.Open = row.Open || i < min(s.others, htmlOpen) || alone <= htmlOpen
		if l := leader[c]; l != nil && row.Diff != nil {
			lead := first[l.view]
			if l.view == c {
				row.Diff.More = number.Of(l.more, "more file")
			} else {
				row.Open = row.Open && c.others
				row.Diff.leadBy(lead)
			}
		}
		rows = append(rows, row)
	}
	for len(rows) > 0 {
		n := min(htmlChunk, len(rows))
		out.Chunks = append(out.Chunks, rows[:n])
		rows = rows[n:]
	}
	out.Lazy = len(out.Chunks) > 1
	return &out
}

func (b *htmlBuilder) change(v *view) *htmlChange {
	b.ids++
	h := &htmlChange{
		ID: fmt.Sprintf("c%d", b.ids), Sign: palette{}.symbol(v.action).sign,
		Title: visible(string(v.title)), Address: visible(v.address),
	}
	if v.move != nil {
		h.Was = visible(string(v.was))
	}
	for _, p := range v.why() {
		h.Problems = append(h.Problems, visible(sentenceCase(p)))
	}
	var flags []string
	for _, r := range v.remarks {
		h.Remarks = append(h.Remarks, visible(sentenceCase(r.Text)))
	}
	if v.others {
		flags = append(flags, "others")
		h.Badges = append(h.Badges, htmlBadge{"warn", v.concern()})
	}
	if used := v.inUse(); used != "" {
		flags = append(flags, "used")
		h.Badges = append(h.Badges, htmlBadge{"warn", "named by " + used})
	}
	if v.content != nil {
		flags = append(flags, b.content(h, v)...)
	} else {
		b.standing(h, v)
	}
	if t := v.leads; t != nil {
		h.Facts = []htmlFact{{"Leads to", visible(t.before), visible(t.after), t.before != ""}}
	}
	if v.text != nil {
		h.Diff = b.diff(h, v.text)
	}
	if v.merging != nil {
		flags = append(flags, b.merging(h, v.merging)...)
	}
	h.Meta = append(h.Meta, htmlMeta(v)...)
	for _, f := range flags {
		b.flags[f]++
	}
	h.Flags = strings.Join(flags, " ")
	return h
}

// concern says that a change is to somebody else's work.
func (v *view) concern() string {
	if slices.ContainsFunc(v.remarks, func(r plan.Remark) bool { return r.Kind == plan.TakesOthers }) {
		return "somebody else’s"
	}
	return "replaces others’ work"
}

// htmlMeta is what goes with the change and is compared with nothing.
func htmlMeta(v *view) []htmlFact {
	var facts []htmlFact
	for _, f := range append(slices.Clone(v.facts), fact{label: "source", value: v.source.String()}, fact{label: "declared", value: v.declared.String()}) {
		if f.value != "" {
			facts = append(facts, htmlFact{Name: upperFirst(f.label), After: oneLine(f.value)})
		}
	}
	return facts
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// oneLine shows a text that must not look like several.
func oneLine(s string) string { return breaks.Replace(visible(s)) }

var breaks = strings.NewReplacer("\n", `\n`, "\t", `\t`)

// sentenceCase makes a sentence of a message.
func sentenceCase(s string) string {
	if s == "" {
		return ""
	}
	if !strings.HasPrefix(s, "file.") && s[0] >= 'a' && s[0] <= 'z' {
		s = upperFirst(s)
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
