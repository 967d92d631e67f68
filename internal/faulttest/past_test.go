package faulttest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// past is what a schedule has where its wiki had a life before: what people did there,
// and what the manifest says of what is whose. Schedules with one are those of
// [TestHistories].
type past struct {
	Deeds  []happened `json:",omitempty"` // in their order
	Prunes []prune    `json:",omitempty"`
	// Accounts are those that the wiki block names as ours.
	Accounts []string `json:",omitempty"`
	Policy   string   `json:",omitempty"` // of the wiki block
	Former   []string `json:",omitempty"` // sets
}

// happened is what somebody did before the first run. What the wiki did not let them do
// came to nothing.
type happened struct {
	By    string
	Do    deed
	Title string
	To    string   `json:",omitempty"` // of a move and of a redirect
	Quiet bool     `json:",omitempty"` // a move left no redirect
	Bytes int      `json:",omitempty"` // of an upload: which content of the pool
	Note  string   `json:",omitempty"` // of an upload, an edit and a move: the comment
	Text  string   `json:",omitempty"` // of an edit, and of an upload that made the page
	Tags  []string `json:",omitempty"`
}

// What people do beside the deeds of volunteers.
const (
	protects deed = "protect"
	shows    deed = "show" // a page uses the file
)

// claims are what a file of the manifest says of what may be done, beside what it is.
type claims struct {
	Bytes     int      `json:",omitempty"` // which content of the pool it has; 0: one like no other
	Duplicate string   `json:",omitempty"`
	Policy    string   `json:",omitempty"`
	Ignore    []string `json:",omitempty"`
	Keep      bool     `json:",omitempty"` // lifecycle: prevent_overwrite
	Stay      bool     `json:",omitempty"` // lifecycle: prevent_destroy
	Own       bool     `json:",omitempty"` // lifecycle: overwrite = "own"
	Adopt     bool     `json:",omitempty"`
	Off       bool     `json:",omitempty"` // enabled = false
	Seed      bool     `json:",omitempty"`
}

// prune is a block of a manifest.
type prune struct {
	Prefix   string `json:",omitempty"`
	Category string `json:",omitempty"`
	Delete   bool   `json:",omitempty"`
}

// Whom the wiki of a past knows, beside Anna and the account that is logged in.
const (
	depot = "Depot" // a second account of ours
	bert  = "Bert"
)

// accounts are those that are ours.
func (s schedule) accounts() []string {
	if len(s.Accounts) > 0 {
		return s.Accounts
	}
	return []string{us}
}

// marks end the comments by which a version is of the set.
func (s schedule) marks() []string {
	if s.Set == "" {
		return nil
	}
	marks := []string{s.mark()}
	for _, set := range s.Former {
		marks = append(marks, markOf(set))
	}
	return marks
}

func markOf(set string) string { return "[wikiform " + set + "]" }

// bears reports whether a comment ends in one of our marks.
func (s schedule) bears(comment string) bool {
	return slices.ContainsFunc(s.marks(), func(mark string) bool { return strings.HasSuffix(comment, mark) })
}

// otherSets reports whether a comment ends in the mark of a set that is none of ours.
func (s schedule) otherSets(comment string) bool {
	return strings.HasSuffix(comment, markOf(otherSet)) && !s.bears(comment)
}

// Sets of which comments bear the mark.
const (
	ourSet   = "museum"
	formerly = "scans"
	otherSet = "zoo"
)

// write gives the settings of the wiki, and the prune blocks.
func (p past) write(b *bytes.Buffer) {
	if len(p.Accounts) > 0 || p.Policy != "" {
		fmt.Fprintf(b, "wiki \"w\" {\n  api = %q\n", api)
		if len(p.Accounts) > 0 {
			fmt.Fprintf(b, "  accounts = [\"%s\"]\n", strings.Join(p.Accounts, `", "`))
		}
		if p.Policy != "" {
			fmt.Fprintf(b, "  policy = %q\n", p.Policy)
		}
		b.WriteString("}\n")
	}
	for _, x := range p.Prunes {
		b.WriteString("prune {\n")
		if x.Prefix != "" {
			fmt.Fprintf(b, "  prefix = %q\n", x.Prefix)
		}
		if x.Category != "" {
			fmt.Fprintf(b, "  category = %q\n", x.Category)
		}
		if x.Delete {
			b.WriteString("  action = \"delete\"\n")
		}
		b.WriteString("}\n")
	}
}

// write gives the attributes of a file block.
func (c claims) write(b *bytes.Buffer) {
	say := func(format string, args ...any) { fmt.Fprintf(b, "  "+format+"\n", args...) }
	if c.Duplicate != "" {
		say("on_duplicate = %q", c.Duplicate)
	}
	if c.Policy != "" {
		say("policy = %q", c.Policy)
	}
	if c.Adopt {
		say("adopt = true")
	}
	if c.Off {
		say("enabled = false")
	}
	if c.Seed {
		say("description_mode = \"seed\"")
	}
	if c.Keep || c.Stay || c.Own || len(c.Ignore) > 0 {
		say("lifecycle {")
		if len(c.Ignore) > 0 {
			say("  ignore_changes = [\"%s\"]", strings.Join(c.Ignore, `", "`))
		}
		if c.Keep {
			say("  prevent_overwrite = true")
		}
		if c.Stay {
			say("  prevent_destroy = true")
		}
		if c.Own {
			say("  overwrite = \"own\"")
		}
		say("}")
	}
}
