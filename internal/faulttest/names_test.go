package faulttest

import "wikiform/provider/sandbox"

// names is what a schedule has beyond files under fixed titles: what the wiki has under
// more titles, blocks about these, and volunteers who do not wait for anybody.
type names struct {
	There     []there    `json:",omitempty"`
	Moves     []move     `json:",omitempty"`
	Redirects []redirect `json:",omitempty"`
	Absences  []absence  `json:",omitempty"`
	Acts      []act      `json:",omitempty"`
	// Renames: files that were renamed in the manifest are found by their bytes and
	// moved.
	Renames bool `json:",omitempty"`
	// Batch is how many revisions of a page the wiki deletes at once; it queues more. 0
	// is all.
	Batch int `json:",omitempty"`
}

// there is what the wiki has under a title before the first run.
type there struct {
	Title string
	// Have is page, other, current or leads. The content of other is like no other one,
	// that of current is the wanted one of the file with the number Of.
	Have have
	Of   int    `json:",omitempty"`
	By   string `json:",omitempty"` // "" is us
	To   string `json:",omitempty"` // of a redirect
	Deep bool   `json:",omitempty"` // it was edited more than once
	// Left is a title under which it was before somebody moved it.
	Left string `json:",omitempty"`
}

const leads have = "redirect"

// move, redirect and absence are blocks of a manifest.
type move struct {
	From, To   string
	NoRedirect bool `json:",omitempty"`
	Foreign    bool `json:",omitempty"`
}

type redirect struct {
	Title, To string
	Foreign   bool `json:",omitempty"`
}

type absence struct {
	Title   string
	Foreign bool `json:",omitempty"`
}

// act is what a volunteer does right before the Nth occasion on On. What the wiki does
// not let her do comes to nothing.
type act struct {
	On    sandbox.Step `json:",omitempty"`
	Nth   int
	Do    deed
	Title string // passing is the title through which a file of a circle passes just now
	To    string `json:",omitempty"` // of a move and of a redirect
	Quiet bool   `json:",omitempty"` // a move leaves no redirect
}

type deed string

const (
	moves     deed = "move"
	uploads   deed = "upload"
	edits     deed = "edit" // or makes a page
	deletes   deed = "delete"
	redirects deed = "redirect"
)

// passing stands for a title of which a schedule cannot know the name.
const passing = "passing"

const anna = "Anna"

// us is the name under which our account writes.
const us = "Sandbox"

// titles are those that the schedule speaks of, each once.
func (s schedule) titles() []string {
	var all []string
	seen := map[string]bool{"": true}
	add := func(ts ...string) {
		for _, t := range ts {
			if !seen[t] {
				seen[t] = true
				all = append(all, t)
			}
		}
	}
	for i := range s.Files {
		add(s.title(i))
	}
	for _, x := range s.There {
		add(x.Title, x.To, x.Left)
	}
	for _, m := range s.Moves {
		add(m.From, m.To)
	}
	for _, r := range s.Redirects {
		add(r.Title, r.To)
	}
	for _, a := range s.Absences {
		add(a.Title)
	}
	return all
}
