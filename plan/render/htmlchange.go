package render

import (
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/plan/picture"
)

type album = picture.Album

const (
	htmlChunk = 50 // changes that are laid out together
	htmlOpen  = 40 // changes of a section up to which all are open
)

// htmlChange is one change as the template "change" shows it.
type htmlChange struct {
	ID, Sign, Title, Address string
	Open                     bool
	Flags                    string
	Badges                   []htmlBadge
	Problems, Remarks        []string
	Compare                  *htmlCompare
	Facts                    []htmlFact // of content that replaces another
	ExifLine                 string
	Exif                     []htmlFact // what becomes of it
	Diff                     *htmlDiff
	Meta                     []htmlFact // what has no before
}

type htmlBadge struct{ Class, Text string }

// htmlFact is a line of a table: what is, and what will be.
type htmlFact struct {
	Name, Before, After string
	Changed             bool
}

func (b *htmlBuilder) section(s section) *htmlSection {
	out := htmlKinds[s.kind]
	out.Count = grouped(len(s.changes))
	var rows []*htmlChange
	for i, c := range s.changes {
		row := b.change(c, out.Sign)
		row.Open = row.Open || i < min(s.others, htmlOpen) || len(s.changes) <= htmlOpen
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

func (b *htmlBuilder) change(c *plan.Change, sign string) *htmlChange {
	b.ids++
	h := &htmlChange{
		ID: fmt.Sprintf("c%d", b.ids), Sign: sign,
		Title: visible(string(c.Claim.Title)), Address: visible(string(c.Claim.Address)),
	}
	for _, p := range problems(c) {
		h.Problems = append(h.Problems, visible(sentenceCase(p)))
	}
	var flags []string
	for _, r := range sentences(c) {
		h.Remarks = append(h.Remarks, visible(sentenceCase(r)))
	}
	if c.ReplacesOthers() {
		flags = append(flags, "others")
		h.Badges = append(h.Badges, htmlBadge{"warn", "replaces others’ work"})
	}
	if u := c.Upload(); u != nil {
		flags = append(flags, b.content(h, c, u.Content.Digest)...)
	}
	if text := c.NewText(); text != nil {
		h.Diff = b.diff(h, c, *text)
	}
	h.Meta = append(h.Meta, htmlMeta(c)...)
	for _, f := range flags {
		b.flags[f]++
	}
	h.Flags = strings.Join(flags, " ")
	return h
}

// htmlMeta is what goes with the change and is compared with nothing.
func htmlMeta(c *plan.Change) []htmlFact {
	var facts []htmlFact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, htmlFact{Name: name, After: oneLine(value)})
		}
	}
	if c.Writes() {
		add("Comment", c.Claim.Comment)
		add("Tags", strings.Join(c.Claim.Tags, ", "))
	}
	add("Source", source(c.Claim.Source()))
	add("Declared", c.Declared().String())
	return facts
}

// oneLine shows a text that must not look like several.
func oneLine(s string) string { return breaks.Replace(visible(s)) }

var breaks = strings.NewReplacer("\n", `\n`, "\t", `\t`)

// sentenceCase makes a sentence of a message.
func sentenceCase(s string) string {
	if s == "" {
		return ""
	}
	if !strings.HasPrefix(s, "file.") && s[0] >= 'a' && s[0] <= 'z' {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
