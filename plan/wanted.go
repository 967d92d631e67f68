package plan

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// Sum is the beginning of a SHA-256: of what a block says, or of what a wiki had.
type Sum [16]byte

// summing makes a [Sum]: each part with its length before it, so that no two lists of parts
// are one text.
type summing struct{ b []byte }

func (s *summing) text(parts ...string) {
	for _, p := range parts {
		s.b = binary.AppendUvarint(s.b, uint64(len(p)))
		s.b = append(s.b, p...)
	}
}

func (s *summing) number(ns ...int64) {
	for _, n := range ns {
		s.b = binary.AppendVarint(s.b, n)
	}
}

func (s *summing) flags(all ...bool) {
	for _, yes := range all {
		n := int64(0)
		if yes {
			n = 1
		}
		s.number(n)
	}
}

func (s *summing) list(parts []string) {
	s.number(int64(len(parts)))
	s.text(parts...)
}

func (s *summing) sum() Sum {
	whole := sha256.Sum256(s.b)
	return Sum(whole[:len(Sum{})])
}

// Wanted is the sum of all that a claim says which can make a difference to what is done:
// not where it is written, and not the comment, which no wiki is compared with. Pulled is the
// revision of its page that git has taken in. A claim must not be settled yet.
func (c *Claim) Wanted(pulled int64) Sum {
	var s summing
	s.text(string(c.Address), string(c.Title), string(c.Target), string(c.OnDuplicate), string(c.Holder), string(c.Declared))
	s.flags(c.Stays, c.KeepsTags, c.Gone, c.Foreign, c.Orphan, c.Adopt, c.Follow, c.Fault != nil, c.Undoes != nil)
	s.list(c.Tags)
	s.number(pulled, int64(len(c.Accept)))
	for _, k := range c.Accept {
		s.text(string(k))
	}
	if s.flags(c.Content != nil); c.Content != nil {
		src, d := c.Content.Source, c.Content.Digest
		s.text(src.Path, src.URL, string(src.Pin[:]), string(src.Via), string(d.SHA1[:]), string(c.Content.Type))
		s.number(src.Size, d.Size)
	}
	if s.flags(c.Text != nil); c.Text != nil {
		sum := provider.TextSHA1(c.Text.Text)
		s.text(string(sum[:]), string(c.Text.Mode))
		s.number(int64(len(c.Text.Keep)))
		for _, k := range c.Text.Keep {
			s.text(string(k))
		}
	}
	if s.flags(c.From != nil); c.From != nil {
		s.text(string(c.From.Title), string(c.From.Address))
		s.flags(c.From.Redirect, c.From.Foreign, c.From.Adopt)
	}
	s.number(int64(len(c.Guards)))
	for _, g := range c.Guards {
		s.text(string(g.Rule))
	}
	return s.sum()
}

// Seen is the sum of what a wiki has under titles, as far as a comparison can come out
// otherwise by it.
func Seen(titles []provider.Title, have func(provider.Title) provider.File) Sum {
	var s summing
	for _, t := range titles {
		f := have(t)
		s.text(string(f.Title), f.Invalid)
		s.flags(f.Shared, f.Redirect, f.Version != nil, f.Page != nil)
		if v := f.Version; v != nil {
			s.text(string(v.SHA1[:]), v.User, v.Comment)
			s.number(v.Size, v.Time.Unix())
			s.flags(v.Hidden)
		}
		if p := f.Page; p != nil {
			s.text(string(p.TextSHA1[:]), p.Model, p.User)
			s.number(p.ID, p.Rev, p.Time.Unix())
			s.list(p.Tags)
		}
	}
	return s.sum()
}

// Fingerprint is the sum of what all comparisons of a plan depend on, beside the blocks and
// the files: what the wiki is, who we are, and what the manifest says of all its files. Tool
// is the version of wikiform, which may compare otherwise than another one.
func (f *Facts) Fingerprint(tool string) Sum {
	site := f.Site
	site.Time, site.ReadOnly = provider.Site{}.Time, ""
	b, err := json.Marshal(site)
	if err != nil {
		panic(err) // there is nothing in it that has no JSON
	}
	var s summing
	s.text(tool, string(b), f.Wiki.Name, f.Wiki.API, f.Wiki.ID, f.Wiki.Account, f.Mark, string(f.Renames))
	s.list(f.Accounts)
	s.list(f.FormerMarks)
	return s.sum()
}

// quiet reports whether the change neither does anything nor says anything, and will not as
// long as neither the block nor the files under its titles change.
func (c *Change) quiet() bool {
	claim := &c.Claim
	// What is under the title of a block without a content, the manifest does not say, and
	// others may come to want the same.
	there := c.Before.Version == nil
	if claim.Content != nil {
		there = !there && claim.Content.Digest.Known()
	}
	return c.Verdict == VerdictClear && !c.Writes() && there && !c.Before.Shared && claim.Fault == nil && claim.Declared == "" && claim.Holder == "" &&
		len(c.Reasons)+len(c.Problems)+len(c.Held)+len(c.Remarks)+len(c.Neighbours)+len(c.Usages)+len(c.OwnDeletions) == 0 && c.Merge == nil && c.Found == ""
}

// Settled yields the changes of blocks of which the plan has nothing to say, and will have
// nothing as long as neither they nor the files under their titles change. The claims are
// those of which the plan was made, by these facts. A change is not to be kept.
func (p *Plan) Settled(claims []Claim, f *Facts) iter.Seq[*Change] {
	return func(yield func(*Change) bool) {
		for n := range p.Matching.Len() {
			if !yield(p.Matching.change(n)) {
				return
			}
		}
		ss := situations(claims, f)
		for i := range claims {
			c := &p.Changes[i]
			if c.quiet() && ss[i].unseen == "" && ss[i].course.move == nil && ss[i].course.problem == nil && !yield(c) {
				return
			}
		}
	}
}

// Block is what of a block of the manifest tells whether its files have to be read.
type Block struct {
	Address spec.Address
	Wanted  Sum
	Written []provider.Title // the titles that it speaks of, as it writes them
	Titles  []provider.Title // the same, as the wiki stores them, once that is known
	Content provider.SHA1    // that it wants, where that is known
	Moves   bool             // it is a moved block, which belongs to the file block of its first title, if there is one
}

// Blocks are all that a manifest says, as [Claims] gives it. Pulled are the revisions that
// git has taken in.
func Blocks(m *spec.Manifest, sums map[spec.Address]provider.Content, site provider.Site, wiki spec.Wiki, pulled map[provider.Title]int64) []Block {
	const atOnce = 1000 // claims, which are large
	var all []Block
	add := func(part spec.Manifest) {
		for _, c := range Claims(&part, sums, site, wiki) {
			b := Block{Address: c.Address, Wanted: c.Wanted(pulled[c.Title]), Written: c.Titles(), Moves: c.Type() == TypeMoved}
			b.Titles = b.Written
			if c.Content != nil {
				b.Content = c.Content.Digest.SHA1
			}
			all = append(all, b)
		}
	}
	for files := range slices.Chunk(m.Files, atOnce) {
		part := *m
		part.Files, part.Moves, part.Redirects, part.Absences = files, nil, nil, nil
		add(part)
	}
	rest := *m
	rest.Files = nil
	add(rest)
	return all
}

// Stored gives a block the titles under which the wiki stores its own, as they were noted:
// each the same but for its first letter. It reports whether they are.
func (b *Block) Stored(as []provider.Title) bool {
	if len(b.Written) != len(as) {
		return false
	}
	for i, t := range as {
		parsed, err := provider.ParseTitle(string(t), provider.Site{})
		if err != nil || parsed != t || b.Written[i] == "" || anyFirst(t) != anyFirst(b.Written[i]) {
			return false
		}
	}
	b.Titles = as
	return true
}

// Connected adds to some blocks those that cannot be told about without them: which speak
// of the same titles, or want the same content. The blocks have the titles that the wiki
// stores.
func Connected(blocks []Block, some map[int]bool) {
	if len(some) == 0 {
		return
	}
	titles, contents := map[provider.Title][]int32{}, map[provider.SHA1][]int32{}
	open := slices.Sorted(maps.Keys(some))
	for i := range blocks {
		for _, t := range blocks[i].Titles {
			titles[t] = append(titles[t], int32(i))
		}
		if sum := blocks[i].Content; sum.Known() {
			contents[sum] = append(contents[sum], int32(i))
		}
	}
	reach := func(others []int32) {
		for _, j := range others {
			if !some[int(j)] {
				some[int(j)] = true
				open = append(open, int(j))
			}
		}
	}
	for len(open) > 0 {
		b := &blocks[open[len(open)-1]]
		open = open[:len(open)-1]
		for _, t := range b.Titles {
			reach(titles[t])
			delete(titles, t)
		}
		reach(contents[b.Content])
		delete(contents, b.Content)
	}
}

// Ask adds to f what the wiki has under titles, as far as that was not asked before.
func (f *Facts) Ask(ctx context.Context, r Reader, titles []provider.Title) error {
	return f.ask(ctx, r, titles)
}

// StoredAs are titles as the wiki stores them, as far as f knows; of one of them it is told.
func (f *Facts) StoredAs(titles []provider.Title, one provider.Title) []provider.Title {
	as := slices.Clone(titles)
	for i, t := range titles {
		if file, asked := f.Have[t]; asked && file.Title != "" {
			as[i] = file.Title
		} else if one != "" && anyFirst(t) == anyFirst(one) {
			as[i] = one
		}
	}
	return as
}

// Titles are all that a claim speaks of.
func (c *Claim) Titles() []provider.Title {
	var ts []provider.Title
	for _, t := range c.titles() {
		ts = append(ts, *t)
	}
	return ts
}
