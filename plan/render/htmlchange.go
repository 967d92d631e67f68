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
	Said                     string       // of whose work it goes together with
	Places                   []htmlPlace  // why nothing can be made of both
	Cut                      string       // what of these is not shown
	Kept                     *htmlDiff    // what others made of ours
	Preview                  *htmlPreview // of its text
	Meta                     []htmlFact   // what has no before
	Group                    *htmlGroup   // of many changes; nil: it is one

	late    bool // its pictures are to be read only when they are about to be seen
	follows bool // the one before has the same words
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
	groups := s.together()
	all := cards(groups) <= htmlOpen
	n := 0 // changes so far
	var rows []*htmlChange
	for _, g := range groups {
		if g.alike {
			row := b.group(g)
			row.Open = all
			rows = append(rows, row)
			n += len(g.changes)
			continue
		}
		for i, row := range b.several(g) {
			v := g.changes[i]
			row.Open = row.Open || v.others && n < htmlOpen || all && !row.follows
			b.tile(row, v, out.ID)
			rows = append(rows, row)
			n++
		}
	}
	for part := range slices.Chunk(rows, htmlChunk) {
		out.Chunks = append(out.Chunks, htmlPart{Rows: part, Tall: pictures(part) > htmlChunk/4})
	}
	out.Lazy = len(out.Chunks) > 1
	return &out
}

// pictures counts the rows that are as high as pictures are.
func pictures(rows []*htmlChange) int {
	n := 0
	for _, h := range rows {
		if h.Open && h.Compare != nil {
			n++
		}
	}
	return n
}

// id is one that no other change has.
func (b *htmlBuilder) id() string {
	b.ids++
	return fmt.Sprintf("c%d", b.ids)
}

func (b *htmlBuilder) change(v *view) *htmlChange {
	h := &htmlChange{
		ID: b.id(), Sign: palette{}.symbol(v.action).sign,
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
	h.Preview = b.preview(v)
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
