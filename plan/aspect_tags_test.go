package plan

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// tagger may add tags to what it wrote.
var tagger = provider.Account{Name: "Uploader", Rights: append(slices.Clone(uploader.Rights), rightToTag)}

// tagged is a file as it is wanted, of which the latest revision is by a user and has
// tags; the wiki looks at it an hour later.
func tagged(user string, tags ...string) (Claim, Facts) {
	claim, have := wanted(func(c *Claim) { c.Tags = []string{"museum-upload", "second-tag"} }), has("new", "text")
	have.Page.ID, have.Page.User, have.Page.Tags = 70, user, tags
	f := facts(have)
	f.Account, f.Site.Time = tagger, noon.Add(time.Hour)
	return claim, f
}

func TestTags(t *testing.T) {
	t.Parallel()
	ours := func(r provider.Revision) func(*Facts) {
		return func(f *Facts) { f.LastRevisions = map[int64]provider.Revision{70: r} }
	}
	older := provider.Revision{ID: 5, Page: 70, User: "Uploader", Time: noon, Tags: []string{"second-tag"}}
	young := older
	young.Time = noon.Add(time.Hour - 59*time.Second)
	forged := older
	forged.User = "Bob"
	first := SetTags{7, "Uploader", []string{"museum-upload"}}
	for name, c := range map[string]struct {
		user string
		tags []string
		more func(*Facts)
		but  func(*Claim)
		step Step
		note string
	}{
		"ours has them":                {user: "Uploader", tags: []string{"second-tag", "mobile edit", "museum-upload"}},
		"ours lacks one":               {user: "Uploader", tags: []string{"second-tag"}, step: first},
		"ours lacks all":               {user: "Uploader", step: SetTags{7, "Uploader", []string{"museum-upload", "second-tag"}}},
		"none are wanted":              {user: "Uploader", but: func(c *Claim) { c.Tags = nil }},
		"by a former account":          {user: "OldBot", tags: []string{"second-tag"}, more: func(f *Facts) { f.Accounts = []string{"Uploader", "OldBot"} }, step: SetTags{7, "OldBot", []string{"museum-upload"}}},
		"by us, who are not logged in": {user: "Uploader", tags: []string{"second-tag"}, more: func(f *Facts) { f.Account, f.Accounts = provider.Account{}, []string{"Uploader"} }, step: first},
		"nobody says who we are":       {user: "Uploader", more: anonymous, note: "The tags of 1 file were not compared: nobody is logged in"},
		"theirs has them all the same": {user: "Anna", tags: []string{"museum-upload", "second-tag"}, more: anonymous},
		"theirs, and nothing of ours":  {user: "Anna"},
		"theirs, ours lacks one":       {user: "Anna", more: ours(older), step: SetTags{5, "Uploader", []string{"museum-upload"}}},
		"theirs, ours is far back":     {user: "Anna", more: ours(provider.Revision{}), note: "The tags of 1 file were not compared: others wrote"},
		"theirs, ours is young":        {user: "Anna", more: ours(young), note: "The tags of 1 file are not known yet"},
		"theirs, which is called ours": {user: "Anna", more: ours(forged)},
		"59 seconds old":               {user: "Uploader", more: func(f *Facts) { f.Site.Time = noon.Add(59 * time.Second) }, note: "The tags of 1 file are not known yet"},
		"a minute old":                 {user: "Uploader", tags: []string{"second-tag"}, more: func(f *Facts) { f.Site.Time = noon.Add(time.Minute) }, step: first},
		"written since the wiki was asked": {user: "Uploader", more: func(f *Facts) { f.Site.Time = noon.Add(-time.Hour) },
			note: "Plan again in a minute"},
		"the wiki has no clock": {user: "Uploader", more: func(f *Facts) { f.Site.Time = time.Time{} }, note: "The tags of 1 file are not known yet"},
		"no right":              {user: "Uploader", more: func(f *Facts) { f.Account = uploader }, note: "the account Uploader needs the right changetags"},
		"a page of no file":     {user: "Uploader", but: func(c *Claim) { c.Content = nil }},
		"another text":          {user: "Uploader", but: func(c *Claim) { c.Text = &Text{Text: "more"} }, step: SetText{Text: "more"}},
		"another content":       {user: "Uploader", but: func(c *Claim) { c.Content.Digest = digest("newer") }, step: Upload{Content: Content{Source: wanted().Content.Source, Digest: digest("newer")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claim, f := tagged(c.user, c.tags...)
			if c.but != nil {
				c.but(&claim)
			}
			if c.more != nil {
				c.more(&f)
			}
			p := Compute([]Claim{claim}, f)
			var want []Step
			if c.step != nil {
				want = []Step{c.step}
			}
			change := p.Changes[0]
			if diff := cmp.Diff(want, change.Steps); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tags := change.Tags(); (tags != nil) != slices.Contains(change.Reasons, TagsMissing) || tags != nil && change.Action() != Update {
				t.Errorf("%s for %s", change.Action(), change.Reasons)
			}
			notes := strings.Join(p.Notes, "\n")
			if !strings.Contains(notes, c.note) || strings.Contains(notes, "tags of") != (c.note != "") {
				t.Errorf("the notes are %q, want %q", notes, c.note)
			}
			if (p.TagsUntold == 1) != (c.note != "") {
				t.Errorf("the tags of %d files are not told", p.TagsUntold)
			}
		})
	}
}

// A tag that the wiki does not take blocks what would add it.
func TestTagsThatTheWikiDoesNotTake(t *testing.T) {
	t.Parallel()
	claim, f := tagged("Uploader", "second-tag")
	claim.Tags = append(claim.Tags, "gone")
	if c := Compute([]Claim{claim}, f).Changes[0]; !slices.Equal(c.Reasons, []Reason{TagRefused}) {
		t.Errorf("%s for %s", c.Action(), c.Reasons)
	}
	f.Have["A.png"].Page.Tags = []string{"gone", "museum-upload", "second-tag"}
	if c := Compute([]Claim{claim}, f).Changes[0]; c.Action() != NoOp {
		t.Errorf("that it has the tag, which was used up since, makes it %s", c.Action())
	}
}

// The right to write with tags and that to add them afterwards are two.
func TestRightsOfTags(t *testing.T) {
	t.Parallel()
	claim, f := tagged("Uploader")
	f.Account.Rights = []string{rightToTag}
	if c := Compute([]Claim{claim}, f).Changes[0]; c.Tags() == nil {
		t.Errorf("%s: %v", c.Action(), c.Problems)
	}
}

// Which revisions are asked for, and what follows when they are too far back.
func TestSurveyOfTags(t *testing.T) {
	t.Parallel()
	claim, f := tagged("Anna")
	file := f.Have["A.png"]
	file.Page.Text, file.Page.HasText = "", false
	both := []string{"Uploader", "OldBot"}
	last := func(id int64, user string, when time.Time) map[int64]provider.Revision {
		return map[int64]provider.Revision{70: {ID: id, Page: 70, User: user, Time: when}}
	}
	far := provider.Written{Read: 500, Since: noon.Add(-time.Minute)}
	for name, c := range map[string]struct {
		accounts []string
		only     []Kind
		user     string
		text     string
		written  map[string]provider.Written
		asked    []string
		rev      int64
		note     string
	}{
		"the latest is ours":        {user: "Uploader", text: "text", rev: 7},
		"found":                     {written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon), Read: 3}}, asked: []string{"70", "1000"}, rev: 5},
		"nothing of ours":           {written: map[string]provider.Written{"Uploader": {Read: 3}}, asked: []string{"70", "1000"}},
		"too far back":              {written: map[string]provider.Written{"Uploader": {Read: 1000, Since: noon}}, asked: []string{"70", "1000"}, note: "were not compared: others wrote"},
		"the later one of two":      {accounts: both, written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon.Add(-time.Hour)), Read: 3}, "OldBot": {Last: last(6, "OldBot", noon), Read: 4}}, asked: []string{"70", "1000", "500"}, rev: 6},
		"one is far back":           {accounts: both, written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon.Add(-time.Hour))}, "OldBot": far}, asked: []string{"70", "1000", "500"}, note: "were not compared: others wrote"},
		"one is not as far back":    {accounts: both, written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon)}, "OldBot": far}, asked: []string{"70", "1000", "500"}, rev: 5},
		"all requests are used up":  {accounts: both, written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon), Read: 1000}}, asked: []string{"70", "1000"}, note: "were not compared: others wrote"},
		"something else is written": {text: "more"},
		"only tags":                 {only: []Kind{NewTags}, text: "more", written: map[string]provider.Written{"Uploader": {Last: last(5, "Uploader", noon), Read: 3}}, asked: []string{"70", "1000"}, rev: 5},
		"only texts":                {only: []Kind{NewTexts}, text: "text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claim, file := claim, file
			page := *file.Page
			file.Page = &page
			if c.user != "" {
				page.User = c.user
			}
			if c.text != "" {
				claim.Text = &Text{Text: c.text}
			}
			f := Facts{Site: f.Site, Account: f.Account, Accounts: c.accounts, Only: c.only}
			r := &wiki{files: map[provider.Title]provider.File{"A.png": file}, written: c.written}
			claims := []Claim{claim}
			if err := Survey(t.Context(), r, claims, &f); err != nil {
				t.Fatal(err)
			}
			asked := r.asked["last revisions of Uploader"]
			if more := r.asked["last revisions of OldBot"]; more != nil {
				asked = append(asked, more[1:]...)
			}
			if diff := cmp.Diff(c.asked, asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			p := Compute(Narrow(claims, f, f.Only), f)
			rev := int64(0)
			for _, change := range p.Changes {
				if tags := change.Tags(); tags != nil {
					rev = tags.Rev
				}
			}
			if notes := strings.Join(p.Notes, "\n"); rev != c.rev || !strings.Contains(notes, c.note) || strings.Contains(notes, "tags of") != (c.note != "") {
				t.Errorf("revision %d gets tags, want %d; notes %q, want %q", rev, c.rev, notes, c.note)
			}
			if r.asked["refusals"] != nil && c.text != "more" {
				t.Errorf("asked about permissions of %q, on which tags do not depend", r.asked["refusals"])
			}
		})
	}
}

// A plan that adds tags is saved, and confirmed as it was made.
func TestSavedTags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		user  string
		last  map[int64]provider.Revision
		forge func(*SetTags)
		why   string
	}{
		"on the latest":       {user: "Uploader"},
		"on an older":         {user: "Anna", last: map[int64]provider.Revision{70: {ID: 5, Page: 70, User: "Uploader", Time: noon}}},
		"on another":          {user: "Uploader", forge: func(s *SetTags) { s.Rev = 99 }, why: "revision 99"},
		"with another tag":    {user: "Uploader", forge: func(s *SetTags) { s.Tags = []string{"spam"} }, why: "the tags spam"},
		"on somebody else's":  {user: "Anna", last: map[int64]provider.Revision{70: {ID: 5, Page: 70, User: "Uploader", Time: noon}}, forge: func(s *SetTags) { s.User = "Anna" }, why: "it is to leave it"},
		"with less than lack": {user: "Uploader", forge: func(s *SetTags) { s.Tags = s.Tags[:1] }, why: "the tags museum-upload on revision 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claim, f := tagged(c.user)
			f.LastRevisions = c.last
			f.Have["A.png"].Page.Text, f.Have["A.png"].Page.HasText = "", false
			p := Compute([]Claim{claim}, f)
			if c.forge != nil {
				tags := *p.Changes[0].Tags()
				c.forge(&tags)
				p.Changes[0].Steps = []Step{tags}
			}
			back, err := Read(bytes.NewReader(savedBytes(t, p)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p.Changes[0].Steps, back.Changes[0].Steps); diff != "" {
				t.Errorf("(-saved +read):\n%s", diff)
			}
			confirmed, bad := back.Declared([]Claim{claim}, Facts{Site: f.Site, Account: f.Account})
			switch {
			case c.why == "" && bad != nil:
				t.Errorf("%s", bad[0].Why)
			case c.why == "" && confirmed.Digest() != p.Digest():
				t.Errorf("the digest is %s, it was %s", confirmed.Digest(), p.Digest())
			case c.why != "" && (bad == nil || !strings.Contains(bad[0].Why, c.why)):
				t.Errorf("%+v, want %q", bad, c.why)
			}
		})
	}
}

// What formats before 2.2 had not, they have not.
func TestTagsInOlderFormats(t *testing.T) {
	t.Parallel()
	claim, f := tagged("Uploader")
	p := Compute([]Claim{claim}, f)
	for _, format := range []string{format20, format21} {
		b := strings.Replace(string(savedBytes(t, p)), `"format_version":"`+FormatVersion+`"`, `"format_version":"`+format+`"`, 1)
		if _, err := Read(strings.NewReader(b)); err == nil || !strings.Contains(err.Error(), `unknown step "set_tags"`) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// What may differ stays, and is told where it is known.
func TestTagsThatMayDiffer(t *testing.T) {
	t.Parallel()
	for _, rule := range []Rule{IgnoreTags, CreateOnly, Observe} {
		claim, f := tagged("Uploader")
		claim.Guards = Guards{{Rule: rule}}
		p := Compute([]Claim{claim}, f)
		want := []Held{{TagsAspect, TagsMissing, Guard{Rule: rule}}}
		if c := p.Changes[0]; c.Writes() || !cmp.Equal(want, c.Held) {
			t.Errorf("%s: %s, %+v", rule, c.Aspects(), c.Held)
		}
		f.Site.Time = noon // nobody asks whether they are late
		if p = Compute([]Claim{claim}, f); p.TagsUntold > 0 || p.Notes != nil {
			t.Errorf("%s: %q", rule, p.Notes)
		}
		claim, f = tagged("Anna")
		claim.Guards = Guards{{Rule: rule}}
		r := &wiki{files: map[provider.Title]provider.File{"A.png": f.Have["A.png"]}}
		if err := Survey(t.Context(), r, []Claim{claim}, &f); err != nil || r.asked["last revisions of Uploader"] != nil {
			t.Errorf("%s: asked %v, %v", rule, r.asked, err)
		}
	}
}
