package plan

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

var contents = []string{"", "c1", "c2", "c3"} // "" of a wanted file: a URL without a pin

// worlds draws a manifest and a wiki over few titles, contents and texts, so
// that every meeting of them occurs.
func worlds(t *rapid.T) ([]Want, Facts) {
	text := rapid.SampledFrom([]string{"", "t1", "t2", "t2\nt3"})
	title := rapid.Custom(func(t *rapid.T) provider.Title {
		return provider.Title(rapid.SampledFrom([]string{"A", "B", "C", "D", "E"}).Draw(t, "name") + "." + rapid.SampledFrom([]string{"png", "tif"}).Draw(t, "ext"))
	})
	maybe := func(what string, odds int) bool { return rapid.IntRange(1, odds).Draw(t, what) == 1 }

	f := Facts{Site: site, Have: map[provider.Title]provider.File{}}
	if !maybe("anonymous", 4) {
		f.Account = uploader
		f.Account.Rights = rapid.SliceOfDistinct(rapid.SampledFrom(uploader.Rights), func(s string) string { return s }).Draw(t, "rights")
	}
	f.Automation = maybe("automation", 4)
	f.Site.UploadsOff = maybe("uploads off", 10)
	if maybe("read-only", 10) {
		f.Site.ReadOnly = "x"
	}
	var wants []Want
	for i, title := range rapid.SliceOfNDistinct(title, 0, 8, func(t provider.Title) provider.Title { return t }).Draw(t, "titles") {
		have := provider.File{Title: title}
		if c := rapid.SampledFrom(contents).Draw(t, "has content"); c != "" {
			have.Version = &provider.Version{Digest: digest(c), User: rapid.SampledFrom([]string{"Anna", "Uploader"}).Draw(t, "user")}
		}
		if maybe("has a page", 2) {
			have.Page = page(text.Draw(t, "has text"))
		}
		have.Shared = have.Version == nil && have.Page == nil && maybe("shared", 6)
		if have.Redirect = have.Page != nil && maybe("redirect", 6); have.Redirect {
			have.Page = page("#REDIRECT")
		}
		if !maybe("not asked", 6) {
			f.Have[title] = have
		}
		w := Want{Address: spec.Address(fmt.Sprintf("file.f%d", i)), Title: title, Source: spec.Source{Path: "x"}}
		if c := rapid.SampledFrom(contents).Draw(t, "wants content"); c != "" {
			w.Digest = digest(c)
		}
		if maybe("managed", 2) {
			w.Text = ptr(text.Draw(t, "wants text"))
		}
		if maybe("accepts duplicates", 3) {
			w.Accept = []provider.WarningKind{provider.WarnDuplicate}
		}
		if maybe("tagged", 4) {
			w.Tags = []string{rapid.SampledFrom([]string{"second-tag", "nope"}).Draw(t, "tag")}
		}
		wants = append(wants, w)
	}
	return wants, f
}

// carryOut does to the facts what the wiki would do for a change.
func carryOut(c Change, f *Facts) {
	have := f.Have[c.Title]
	if c.Content {
		d := c.Digest
		if !d.Known() {
			d = digest("fetched")
		}
		have.Version = &provider.Version{Digest: d, User: f.Account.Name}
		if have.Page == nil { // only then is the text of an upload used
			have.Page = page("")
			if c.Text != nil {
				have.Page = page(*c.Text)
			}
		}
	}
	if c.Edit {
		have.Page, have.Redirect = page(*c.Text), false
	}
	f.Have[c.Title] = have
}

func TestComputeProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wants, f := worlds(t)
		p := Compute(wants, f)
		if again := Compute(wants, f); !reflect.DeepEqual(p, again) {
			t.Fatalf("two plans of the same facts differ:\n%+v\n%+v", p, again)
		}
		if len(p.Changes) != len(wants) {
			t.Fatalf("%d changes for %d wants", len(p.Changes), len(wants))
		}
		for i, c := range p.Changes {
			if !reflect.DeepEqual(c.Want, wants[i]) {
				t.Fatalf("change %d is not about want %d", i, i)
			}
			if err := sound(c); err != nil {
				t.Fatalf("%s: %v\n%+v", c.Address, err, c)
			}
		}

		for _, c := range p.Changes {
			carryOut(c, &f)
		}
		for i, c := range Compute(wants, f).Changes {
			before := p.Changes[i]
			if before.Action == Blocked || c.Action == NoOp {
				continue
			}
			if !c.Digest.Known() && c.Action == Unknown {
				continue // a URL without a pin is never known to be as wanted
			}
			t.Fatalf("%s: after %s the next plan still has %s %v", c.Address, before.Action, c.Action, c.Reasons)
		}
	})
}

// sound says what a change must be in itself.
func sound(c Change) error {
	switch c.Action {
	case NoOp:
		if c.Reasons != nil || c.Problem != "" || c.Content || c.Edit {
			return fmt.Errorf("a no-op has a reason, a problem or a write")
		}
		return nil
	case Create:
		if !c.Content || c.Before.Version != nil {
			return fmt.Errorf("a create without content, or over a file")
		}
	case Update:
		if !c.Content && !c.Edit || c.Before.Version == nil {
			return fmt.Errorf("an update of nothing")
		}
	case Blocked, Unknown:
		if c.Content || c.Edit {
			return fmt.Errorf("writes although it is %s", c.Action)
		}
		if n := strings.Count(c.Problem, "\n") + 1; c.Problem == "" || n != len(c.Reasons) {
			return fmt.Errorf("%d reasons, problem %q", len(c.Reasons), c.Problem)
		}
	default:
		return fmt.Errorf("action %q", c.Action)
	}
	if c.Content && c.Before.Redirect {
		return fmt.Errorf("content for a redirect")
	}
	if c.Edit && c.Text == nil {
		return fmt.Errorf("edits a page that is not managed")
	}
	if len(c.Reasons) == 0 {
		return fmt.Errorf("no reason")
	}
	return nil
}

func BenchmarkCompute(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f := Facts{Site: site, Account: uploader, Have: map[provider.Title]provider.File{}}
			var wants []Want
			for i := range n {
				w := wanted()
				w.Title = provider.Title(fmt.Sprintf("%05d.png", i))
				w.Digest = digest(string(w.Title))
				wants = append(wants, w)
				if i%4 > 0 {
					f.Have[w.Title] = has([]string{"", string(w.Title), "old" + string(w.Title), string(w.Title)}[i%4], []string{"", "text", "text", "other"}[i%4])
				}
			}
			for b.Loop() {
				if len(Compute(wants, f).Changes) != n {
					b.Fatal("changes are missing")
				}
			}
		})
	}
}
