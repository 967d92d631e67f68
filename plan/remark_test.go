package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestRemarks(t *testing.T) {
	t.Parallel()
	ours := func(f *Facts) {
		h := f.Have["A.png"]
		h.Version.User, h.Page.User = "Uploader", "Uploader"
	}
	oursToo := func(f *Facts) { f.Have["A.png"].Version.User = "Uploader" }
	hidden := func(f *Facts) { f.Have["A.png"].Version.User = "" }
	text := func(s string) func(*Claim) { return func(w *Claim) { w.Text = &Text{Text: s} } }
	for _, c := range []struct {
		name  string
		want  Claim
		facts Facts
		says  []string
	}{
		{"new file", wanted(), facts(has("", "")), nil},
		{"new file without a description", wanted(unmanaged), facts(has("", "")), []string{"the page will be empty: the file has no description"}},
		{"new file with an empty description", wanted(text("")), facts(has("", "")), nil},
		{"onto a page", wanted(), facts(has("", "other")), []string{
			"replaces the text that Anna saved on 2026-11-20 12:00 UTC", "a page of this name is there without a file"}},
		{"onto a page, not managed", wanted(unmanaged), facts(has("", "other")), []string{"a page of this name is there without a file; its text stays"}},
		{"over another's version", wanted(), facts(has("old", "text")), []string{"replaces the version that Anna uploaded on 2026-11-20 12:00 UTC"}},
		{"over another's version and text", wanted(), facts(has("old", "other")), []string{
			"replaces the version that Anna uploaded on 2026-11-20 12:00 UTC", "replaces the text that Anna saved on 2026-11-20 12:00 UTC"}},
		{"over our own", wanted(), facts(has("old", "other"), ours), nil},
		{"over our own, not logged in", wanted(), facts(has("old", "text"), ours, anonymous), []string{"replaces the version that Uploader uploaded on 2026-11-20 12:00 UTC"}},
		{"over one whose author is hidden", wanted(), facts(has("old", "text"), hidden), []string{"replaces the version uploaded by a hidden account on 2026-11-20 12:00 UTC"}},
		{"as wanted", wanted(), facts(has("new", "text")), nil},
		{"edit beside unknown content", wanted(unpinnedURL), facts(has("old", "other"), ours), []string{"the content is not compared: the URL has no pin"}},
		{"nowiki", wanted(text("<nowiki>~~~~\n{{subst:x}}</nowiki> [[A|b]]")), facts(has("", "")), nil},
		{"over a redirect", wanted(), facts(provider.File{Title: "A.png", Redirect: true, Version: has("new", "").Version, Page: page("#REDIRECT [[File:B.png]]")}), []string{
			"replaces the text that Anna saved on 2026-11-20 12:00 UTC", "the page is a redirect, which its new text ends"}},
		{"another type that the wiki took", wanted(ofType("A.png", "image/jpeg")), facts(has("old", "text"), oursToo, stored("image/jpeg")), []string{
			"the title ends in .png, and the content is image/jpeg, which the wiki may refuse; .jpg would fit"}},
		{"another type that it may take", wanted(ofType("A.wav", "audio/flac")), facts(has("", ""), taking("wav", "flac")), []string{
			"the title ends in .wav, and the content is audio/flac, which the wiki may refuse; .flac would fit"}},
		{"sound as a film", wanted(ofType("A.ogv", "audio/ogg")), facts(has("", ""), taking("ogv", "ogg")), []string{
			"the title ends in .ogv, and the content is audio/ogg, which the wiki takes and readers do not expect; .ogg would fit"}},
		{"a type that fits", wanted(ofType("A.oga", "audio/ogg")), facts(has("", ""), taking("oga", "ogg")), nil},
		{"a part that is mostly prohibited", wanted(ofType("A.xml.png", "image/png")), facts(has("", ""), taking("xml")), []string{
			"the title has .xml between two dots, which most wikis refuse"}},
		{"blocked", wanted(unmanaged), facts(provider.File{Title: "A.png", Shared: true}), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := Compute([]Claim{c.want}, c.facts).Changes[0]
			if diff := cmp.Diff(c.says, sentences(got.Remarks)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func sentences(rs []Remark) (texts []string) {
	for _, r := range rs {
		texts = append(texts, r.Text)
	}
	return texts
}

func TestNotes(t *testing.T) {
	t.Parallel()
	if notes := Compute([]Claim{wanted()}, facts(has("", ""), anonymous)).Notes; len(notes) != 1 {
		t.Errorf("a change by nobody has the notes %q, want one", notes)
	}
	if notes := Compute([]Claim{wanted()}, facts(has("new", "text"), anonymous)).Notes; notes != nil {
		t.Errorf("no change has the notes %q, want none", notes)
	}
	if notes := Compute([]Claim{wanted()}, facts(has("", ""))).Notes; notes != nil {
		t.Errorf("a change by an account has the notes %q, want none", notes)
	}
}
