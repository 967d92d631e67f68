package render

import (
	"fmt"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/plan"
	"wikiform/plan/picture"
	"wikiform/spec"
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
		Title: visible(string(c.Title)), Address: visible(string(c.Address)),
	}
	if c.Problem != "" {
		for _, p := range strings.Split(c.Problem, "\n") {
			h.Problems = append(h.Problems, visible(sentenceCase(p)))
		}
	}
	var flags []string
	for _, r := range sentences(c) {
		h.Remarks = append(h.Remarks, visible(sentenceCase(r)))
	}
	if c.ReplacesOthers() {
		flags = append(flags, "others")
		h.Badges = append(h.Badges, htmlBadge{"warn", "replaces others’ work"})
	}
	if c.Content {
		flags = append(flags, b.content(h, c)...)
	}
	if c.WritesText() {
		h.Diff = b.diff(h, c)
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
	if c.Action == plan.Create || c.Action == plan.Update {
		add("Comment", c.Comment)
		add("Tags", strings.Join(c.Tags, ", "))
	}
	source := c.Source.Path
	if c.Source.URL != "" {
		if source = weburl.Shown(c.Source.URL); c.Source.Via == spec.ViaServer {
			source += " (fetched by the wiki)"
		}
	}
	add("Source", source)
	add("Declared", c.At.String())
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
