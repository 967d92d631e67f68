package plan

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

func TestNarrow(t *testing.T) {
	t.Parallel()
	left := what{} // not in the plan
	edit, upload := what{Update, false, true, []Reason{TextDiffers}}, what{Update, true, false, []Reason{ContentDiffers}}
	create := what{Create, true, false, []Reason{Missing}}
	refused := wanted()
	refused.Fault = &Problem{Reason: TitleRefused, Text: "no"}
	exe := wanted(func(w *Claim) { w.Title = "A.exe" })
	for _, c := range []struct {
		name            string
		want            Claim
		have            provider.File
		create, content what
		text            what
	}{
		{"nothing there", wanted(), has("", ""), create, left, left},
		{"a page without a file", wanted(), has("", "other"), what{Create, true, true, []Reason{Missing, TextDiffers}}, left, left},
		{"as wanted", wanted(), has("new", "text"), what{Action: NoOp}, what{Action: NoOp}, what{Action: NoOp}},
		{"other content", wanted(), has("old", "text"), left, upload, left},
		{"other text", wanted(), has("new", "other"), left, left, edit},
		{"both", wanted(), has("old", "other"), left, upload, edit},
		{"a file without its page", wanted(), has("new", ""), left, left, what{Update, false, true, []Reason{PageMissing}}},
		{"other content without its page", wanted(), has("old", ""), left,
			what{Update, true, false, []Reason{ContentDiffers, PageMissing}}, what{Update, false, true, []Reason{PageMissing}}},
		{"no pin", wanted(unpinnedURL), has("old", "text"), left, what{Unknown, false, false, []Reason{UnknownContent}}, left},
		{"no pin, other text", wanted(unpinnedURL), has("old", "other"), left, what{Unknown, false, false, []Reason{UnknownContent}}, edit},
		{"a title that cannot be", refused, has("", ""), what{Action: Blocked, Reasons: []Reason{TitleRefused}},
			what{Action: Blocked, Reasons: []Reason{TitleRefused}}, what{Action: Blocked, Reasons: []Reason{TitleRefused}}},
		{"a type that the wiki does not take", exe, has("", ""), what{Action: Blocked, Reasons: []Reason{ExtensionRefused}}, left, left},
	} {
		for kind, want := range map[Kind]what{NewFiles: c.create, NewContents: c.content, NewTexts: c.text} {
			f := facts(c.have)
			got := left
			for _, change := range Compute(Narrow([]Claim{c.want}, f, []Kind{kind}), f).Changes {
				got = what{change.Action(), change.Upload() != nil, change.Edits(), change.Reasons}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, only %s (-want +got):\n%s", c.name, kind, diff)
			}
		}
	}
}

// What plans for one kind each write is together what the whole plan writes, and
// each writes nothing of another kind.
func TestKindsAreParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wants, f := worlds(t)
		f.Site.ReadOnly, f.Site.UploadsOff, f.Automation, f.Account = "", false, false, provider.Account{}
		for title, have := range f.Have { // a redirect takes a text, and content only after that
			have.Redirect = false
			f.Have[title] = have
		}
		for i := range wants { // blocks are not for one kind
			wants[i].Title = wants[i].Title[:1] + ".png"
			wants[i].Accept = []provider.WarningKind{provider.WarnDuplicate}
			wants[i].Tags = nil
		}
		taken := map[provider.Title]bool{}
		wants = slices.DeleteFunc(wants, func(w Claim) bool { // neither of two with one title is written
			again := taken[w.Title]
			taken[w.Title] = true
			return again
		})
		type writes struct{ content, text bool }
		what := func(only ...Kind) map[string]writes {
			all := map[string]writes{}
			for _, c := range Compute(Narrow(wants, f, only), f).Changes {
				if c.Upload() != nil || c.Edits() {
					all[string(c.Claim.Address)] = writes{c.Upload() != nil, c.NewText() != nil}
				}
				creates, uploads := c.Action() == Create, c.Action() == Update && c.Upload() != nil
				edits := c.Action() == Update && c.Edits()
				if only != nil && (creates && !slices.Contains(only, NewFiles) || uploads && !slices.Contains(only, NewContents) ||
					edits && !slices.Contains(only, NewTexts)) {
					t.Fatalf("only %s: %+v", only, c)
				}
			}
			return all
		}
		parts := map[string]writes{}
		for _, kind := range Kinds {
			for address, w := range what(kind) {
				parts[address] = writes{parts[address].content || w.content, parts[address].text || w.text}
			}
		}
		if diff := cmp.Diff(what(), parts, cmp.AllowUnexported(writes{})); diff != "" {
			t.Fatalf("(-whole +parts):\n%s", diff)
		}
		if diff := cmp.Diff(what(), what(Kinds...), cmp.AllowUnexported(writes{})); diff != "" {
			t.Fatalf("all kinds (-whole +all):\n%s", diff)
		}
	})
}

// A narrowed plan declares less than the manifest and nothing else; its digest
// is not that of the whole.
func TestNarrowedPlanIsDeclared(t *testing.T) {
	t.Parallel()
	both := func(w *Claim) { w.Comment = "c" }
	wants, f := []Claim{wanted(both)}, facts(has("old", "other"))
	whole := Compute(wants, f)
	digests := map[string]Kind{whole.Digest(): ""}
	for _, only := range [][]Kind{{NewContents}, {NewTexts}} {
		p := Compute(Narrow(wants, f, only), f)
		p.Only = only
		if other, twice := digests[p.Digest()]; twice {
			t.Errorf("only %s has the digest of %q", only, other)
		}
		digests[p.Digest()] = only[0]
		got, bad := p.Declared(wants, f)
		if bad != nil {
			t.Errorf("only %s: %+v", only, bad)
		} else if diff := cmp.Diff(p, got); diff != "" {
			t.Errorf("only %s (-saved +declared):\n%s", only, diff)
		}
		p.Only = nil
		if _, bad := p.Declared(wants, f); len(bad) != 1 {
			t.Errorf("only %s, and the file does not say so: %+v", only, bad)
		}
	}
	// A forged plan that says that it is for less.
	whole.Only = []Kind{NewTexts}
	if _, bad := whole.Declared(wants, f); len(bad) != 1 {
		t.Errorf("an upload in a plan for texts: %+v", bad)
	}
	whole.Only = []Kind{NewFiles}
	if _, bad := whole.Declared(wants, f); len(bad) != 1 || bad[0].Why != "it is of none of the kinds that the plan is for" {
		t.Errorf("an update in a plan for new files: %+v", bad)
	}
}

// What a plan is narrowed from is neither compared nor taken from the wiki, also
// where the wiki hides it: the claim is still what the manifest says.
func TestNarrowedFromWhatIsHidden(t *testing.T) {
	t.Parallel()
	have := has("old", "other")
	have.Version.SHA1 = provider.SHA1{} // hidden by an administrator
	f := facts(have, automation)
	p := Compute(Narrow([]Claim{wanted()}, f, []Kind{NewTexts}), f)
	c := p.Changes[0]
	if diff := cmp.Diff(what{Update, false, true, []Reason{TextDiffers}}, what{c.Action(), c.Upload() != nil, c.Edits(), c.Reasons}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, r := range c.Remarks {
		if r.Kind == NotCompared {
			t.Errorf("it is said that %s", r.Text)
		}
	}
	if c.Claim.Content.Digest != digest("new") {
		t.Errorf("the claim has the content %s, the manifest another", c.Claim.Content.Digest.SHA1)
	}
	p.Only = []Kind{NewTexts}
	if _, bad := p.Declared([]Claim{wanted()}, f); bad != nil {
		t.Errorf("it is not declared: %+v", bad)
	}
}

// Where a plan leaves something out the wiki is not asked about it.
func TestSurveyOfSomeKinds(t *testing.T) {
	t.Parallel()
	named := func(name string) Claim {
		w := wanted()
		w.Title, w.Content.Digest = provider.Title(name+".png"), digest(name)
		return w
	}
	wants := []Claim{named("New"), named("Content"), named("Text")}
	for kind, want := range map[Kind]map[string][]string{
		NewFiles:    {"files": nil, "refusals": {"New.png"}, "holders": {digest("New").SHA1.String()}, "deletedContents": {digest("New").SHA1.String()}, "prospects": {"New.png"}},
		NewContents: {"files": nil, "refusals": {"Content.png"}, "histories": {"Content.png"}},
		NewTexts:    {"files": nil, "texts": {"Text.png"}, "refusals": {"Text.png"}},
	} {
		r := &wiki{files: map[provider.Title]provider.File{"Content.png": has("old", "text"), "Text.png": has("Text", "other")}}
		f := Facts{Site: site, Account: uploader, Only: []Kind{kind}}
		if err := Survey(t.Context(), r, wants, &f); err != nil {
			t.Fatal(err)
		}
		want["files"] = []string{"New.png", "Content.png", "Text.png"}
		if diff := cmp.Diff(want, r.asked); diff != "" {
			t.Errorf("only %s (-want +got):\n%s", kind, diff)
		}
	}
}
