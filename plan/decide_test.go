package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// what is the part of a change that decide is about.
type what struct {
	Action        Action
	Content, Edit bool
	Reasons       []Reason
}

func TestDecide(t *testing.T) {
	t.Parallel()
	stored := has("new", "")
	stored.Page = &provider.Page{TextSHA1: provider.TextSHA1("text\n"), Text: "text\n", HasText: true}
	for _, c := range []struct {
		name string
		want Claim
		have provider.File
		what what
	}{
		{"nothing there", wanted(), has("", ""), what{Create, true, false, []Reason{Missing}}},
		{"nothing there, page not managed", wanted(unmanaged), has("", ""), what{Create, true, false, []Reason{Missing}}},
		{"a page without a file", wanted(), has("", "other"), what{Create, true, true, []Reason{Missing, TextDiffers}}},
		{"a page without a file, text as wanted", wanted(), has("", "text"), what{Create, true, false, []Reason{Missing}}},
		{"a page without a file, not managed", wanted(unmanaged), has("", "other"), what{Create, true, false, []Reason{Missing}}},
		{"as wanted", wanted(), has("new", "text"), what{NoOp, false, false, nil}},
		{"as wanted, page not managed", wanted(unmanaged), has("new", "other"), what{NoOp, false, false, nil}},
		{"as the wiki would save it", wanted(), stored, what{NoOp, false, false, nil}},
		{"other content", wanted(), has("old", "text"), what{Update, true, false, []Reason{ContentDiffers}}},
		{"other content, page not managed", wanted(unmanaged), has("old", ""), what{Update, true, false, []Reason{ContentDiffers}}},
		{"other text", wanted(), has("new", "other"), what{Update, false, true, []Reason{TextDiffers}}},
		{"other content and text", wanted(), has("old", "other"), what{Update, true, true, []Reason{ContentDiffers, TextDiffers}}},
		{"a file without its page", wanted(), has("new", ""), what{Update, false, true, []Reason{PageMissing}}},
		{"other content without its page", wanted(), has("old", ""), what{Update, true, false, []Reason{ContentDiffers, PageMissing}}},
		{"no pin, nothing there", wanted(unpinnedURL), has("", ""), what{Create, true, false, []Reason{Missing}}},
		{"no pin, a file there", wanted(unpinnedURL), has("old", "text"), what{Unknown, false, false, []Reason{UnknownContent}}},
		{"no pin, a file with other text", wanted(unpinnedURL), has("old", "other"), what{Update, false, true, []Reason{TextDiffers, UnknownContent}}},
		{"no pin, a file without its page", wanted(unpinnedURL), has("old", ""), what{Update, false, true, []Reason{PageMissing, UnknownContent}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := Compute([]Claim{c.want}, facts(c.have))
			got := p.Changes[0]
			if diff := cmp.Diff(c.what, what{got.Action(), got.Upload() != nil, got.Edits(), got.Reasons}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.have, got.Before); diff != "" {
				t.Errorf("before (-want +got):\n%s", diff)
			}
			if (got.Problems != nil) != (got.Action() == Unknown) {
				t.Errorf("%s with the problem %q", got.Action(), got.Problems)
			}
		})
	}
}

func TestTextThatTheWikiDoesNotKnow(t *testing.T) {
	t.Parallel()
	have := has("new", "text")
	have.Page.HasText, have.Page.Text, have.Page.TextSHA1 = false, "", provider.SHA1{} // hidden by an administrator
	if got := Compute([]Claim{wanted()}, facts(have)).Changes[0]; !got.Edits() {
		t.Errorf("got %s without an edit, want the text to be written", got.Action())
	}
}

func TestNewText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		want Claim
		have provider.File
		yes  bool
	}{
		{"create", wanted(), has("", ""), true},
		{"create, not managed", wanted(unmanaged), has("", ""), false},
		{"create on an equal page", wanted(), has("", "text"), false},
		{"create on another page", wanted(), has("", "other"), true},
		{"new version", wanted(), has("old", "text"), false},
		{"new version without its page", wanted(), has("old", ""), true},
		{"edit", wanted(), has("new", "other"), true},
		{"nothing", wanted(), has("new", "text"), false},
	} {
		if got := Compute([]Claim{c.want}, facts(c.have)).Changes[0]; (got.NewText() != nil) != c.yes {
			t.Errorf("%s: it gives the page a text: %v, want %v", c.name, got.NewText() != nil, c.yes)
		}
	}
}
