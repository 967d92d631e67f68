package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// evalFiles gives the wanted files in order of declaration, and of their keys
// within a block.
func (l *loader) evalFiles(blocks []*block, d common) {
	for _, b := range blocks {
		at := &places{}
		helped := func(shared constants, key, value cty.Value) *ahead {
			return l.newAhead(b, shared, d, at, key, value)
		}
		for a := range l.instancesBy(b, global, helped) {
			f := a.file(d, at)
			switch {
			case !a.enabled():
				a.disabled(f.Title, f.Address)
			case f.Title != "":
				a.claim(&f)
				a.doubtFile(&f)
			}
			if a.counts() {
				l.m.Files = append(l.m.Files, f)
			}
		}
	}
}

// places are the ranges of the instances of one block, of which most have the same: only
// null in place of a value makes a difference.
type places struct {
	last  *Ranges
	known map[Ranges]*Ranges
}

// share gives one pointer for all ranges that are the same.
func (p *places) share(r *Ranges) *Ranges {
	if p.last != nil && *p.last == *r {
		return p.last
	}
	if p.last = p.known[*r]; p.last != nil {
		return p.last
	}
	if p.known == nil {
		p.known = map[Ranges]*Ranges{}
	}
	kept := *r
	p.last, p.known[*r] = &kept, &kept
	return p.last
}

// Where is where the values of a file were written, nowhere for one that nobody wrote.
func (f *File) Where() *Ranges {
	if f.Ranges == nil {
		return &Ranges{}
	}
	return f.Ranges
}

// file gives the file that one instance of a file block declares.
func (a *args) file(d common, shared *places) File {
	f := File{Address: a.address(), Source: a.source()}
	at := Ranges{Block: a.header, Title: a.at("title"), Source: a.at("source"), Description: a.at("description")}
	if a.has("url") {
		at.Source = a.at("url")
	}
	f.Name, f.Title = a.title(f.Source)
	if text, ok := a.text("description"); ok {
		f.Description = &text
		a.page(text)
	}
	f.Adopt = a.flag("adopt")
	f.Lifecycle = a.lifecycle(&at)
	c := a.common(d)
	f.Comment, f.Tags, f.Source.Via, f.OnMoved, f.Policy = c.comment, c.tags, c.via, c.onMoved, c.policy
	f.OnDuplicate, f.Accept = c.duplicates()
	a.follow(&f, &at, c)
	if own := a.words(ofFile, f.Lifecycle.Ignore); len(own) > 0 {
		a.checkWords(own, a.wider(d))
	}
	at.Comment, at.Tags, at.Accept, at.Policy = c.at.Comment, c.at.Tags, c.at.Accept, c.at.Policy
	for _, r := range [...]*hcl.Range{&at.Comment, &at.Tags, &at.Accept} {
		if r.Filename == "" {
			*r = a.header
		}
	}
	if f.Source.URL == "" {
		f.Source.Via = ""
	}
	f.Ranges = shared.share(&at)
	return f
}

func (a *args) address() Address {
	if a.of != "" {
		return a.of
	}
	return Address(a.kind.name + "." + a.name)
}

// claim reports a second file with one title: the wiki has one content there.
func (a *args) claim(f *File) {
	first, taken := a.claims[f.Title]
	if !taken {
		a.claims[f.Title] = claim{f.Address, &f.Ranges.Title}
		return
	}
	from := "title"
	if !a.has("title") {
		from = "source"
		if f.Source.URL != "" {
			from = "url"
		}
	}
	hint := "Give one of them another title."
	if x := a.attrs["title"]; a.of != "" && x != nil && !x.mentions("each") {
		hint = "The title is the same for every element of for_each; put each.key or a part of each.value into it."
	}
	a.fault(from, "Two files with one title", "%q is the title of %s (%s) and of %s (%s). %s",
		string(f.Title), first.Address, fileAndLine(*first.at), f.Address, fileAndLine(a.at(from)), hint)
}
