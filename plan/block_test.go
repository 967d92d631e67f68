package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/filetype"
	"wikiform/provider"
	"wikiform/spec"
)

func TestBlocked(t *testing.T) {
	t.Parallel()
	block := &provider.Block{By: "Admin", Reason: "testing\nthings", Expiry: "infinite"}
	readOnly := func(f *Facts) { f.Site.ReadOnly = "moving house" }
	refusals := func(action, code, text string, why provider.Ground) func(*Facts) {
		return func(f *Facts) {
			r := provider.Refusal{Ground: why, Code: code, Text: text}
			f.Refusals = map[provider.Title]map[string][]provider.Refusal{"A.png": {action: {r}}}
		}
	}
	titled := func(title string) func(*Claim) { return func(w *Claim) { w.Title = provider.Title(title) } }
	tagged := func(tags ...string) func(*Claim) { return func(w *Claim) { w.Tags = tags } }
	accepting := func(w *Claim) { w.Accept = []provider.WarningKind{provider.WarnDuplicate} }
	written := func(text string) Claim { return wanted(func(w *Claim) { w.Text = &Text{Text: text} }) }
	saved := func(s provider.Saving) func(*Facts) {
		return func(f *Facts) { f.Savings = map[provider.Title]provider.Saving{"A.png": s} }
	}
	heldBy := func(titles ...provider.Title) func(*Facts) {
		return func(f *Facts) { f.Holders = map[provider.SHA1][]provider.Title{digest("new").SHA1: titles} }
	}

	for _, c := range []struct {
		name  string
		want  Claim
		facts Facts
		// reasons are those of a blocked change, none if it must not be blocked.
		reasons []Reason
		problem string // a part of it
	}{
		{"extension", wanted(titled("A.tif")), facts(has("", "")), []Reason{ExtensionRefused}, "takes no .tif files, only jpg, png:"},
		{"no extension behind a dot", wanted(titled("Mill No. 1")), facts(has("", "")), []Reason{ExtensionRefused},
			`the title ends in ". 1", which is no type of file that this wiki takes: let it end in .png, as its source does`},
		{"extension of what is there already", wanted(titled("A.tif")), facts(provider.File{
			Title: "A.tif", Version: &provider.Version{Digest: digest("new")}, Page: page("other")}), nil, ""},
		{"type", wanted(ofType("A.png", "image/jpeg")), facts(has("", "")), []Reason{TypeRefused},
			"the title ends in .png, and the content is image/jpeg, which the wiki refuses there: let the title end in .jpg"},
		{"type, in capitals", wanted(ofType("A.PNG", "image/tiff")), facts(has("", ""), taking("tiff")), []Reason{TypeRefused}, "let the title end in .tiff"},
		{"type that the wiki takes under no name", wanted(ofType("A.png", "image/tiff")), facts(has("", "")), []Reason{TypeRefused}, "convert it to a type that this wiki takes"},
		{"type as it should be", wanted(ofType("A.JPG", "image/jpeg")), facts(has("", "")), nil, ""},
		{"type that nobody looked at", wanted(ofType("A.png", "")), facts(has("", "")), nil, ""},
		{"type of which the wiki may think otherwise", wanted(ofType("A.wav", "audio/flac")), facts(has("", ""), taking("wav", "flac")), nil, ""},
		{"type beside an extension that is refused anyway", wanted(ofType("A.tif", "image/jpeg")), facts(has("", "")), []Reason{ExtensionRefused}, "takes no .tif files"},
		{"type of what is there already", wanted(ofType("A.png", "image/jpeg")), facts(has("new", "other")), nil, ""},
		{"type of a new version", wanted(ofType("A.png", "image/jpeg")), facts(has("old", "text"), stored("image/png")), []Reason{TypeRefused}, "let the title end in .jpg"},
		{"type where the wiki has another one", wanted(ofType("A.png", "image/jpeg")), facts(has("old", "text"), stored("image/x-tiff")), []Reason{TypeRefused}, ".jpg"},
		{"type where the wiki took such a one", wanted(ofType("A.png", "image/jpeg")), facts(has("old", "text"), stored("image/jpeg")), nil, ""},
		{"a web page", wanted(ofType("A.jpg", filetype.HTML)), facts(has("", "")), []Reason{TypeRefused}, "is a web page (text/html), which the wiki refuses: a server may have sent"},
		{"an error in JSON", wanted(ofType("A.jpg", "application/json")), facts(has("", "")), []Reason{TypeRefused}, "is text (application/json): look into the file"},
		{"a drawing", wanted(ofType("A.jpg", filetype.SVG)), facts(has("", ""), taking("svg")), []Reason{TypeRefused}, "let the title end in .svg"},
		{"what macOS keeps", wanted(ofType("A.png", filetype.AppleDouble)), facts(has("", "")), []Reason{TypeRefused}, `leave names that begin with "._" out`},
		{"noise", wanted(ofType("A.png", filetype.Unknown)), facts(has("", "")), []Reason{TypeRefused}, "does not begin as such a file does: look whether"},

		{"prohibited part", wanted(titled("Page index.html.png")), facts(has("", "")), []Reason{TitleRefused},
			"the title has .html between two dots, which MediaWiki refuses whatever the file is: write the title without the dot before html, or"},
		{"prohibited parts", wanted(titled("a.COM.b.py.png")), facts(has("", "")), []Reason{TitleRefused}, "has .com and .py between two dots"},
		{"prohibited at the end", wanted(titled("A.com")), facts(has("", "")), []Reason{ExtensionRefused}, "takes no .com files"},
		{"prohibited before the first dot", wanted(titled("html.png")), facts(has("", "")), nil, ""},
		{"prohibited with a blank", wanted(titled("A. html.png")), facts(has("", "")), nil, ""},
		{"other parts", wanted(titled("Diagram v1.2.doc.png")), facts(has("", "")), nil, ""},
		{"prohibited part, only the text changes", wanted(titled("A.com.png")), facts(provider.File{
			Title: "A.com.png", Version: &provider.Version{Digest: digest("new")}, Page: page("other")}), nil, ""},
		{"prohibited part of what is there", wanted(titled("A.com.png")), facts(provider.File{
			Title: "A.com.png", Version: &provider.Version{Digest: digest("old")}, Page: page("text")}), nil, ""},
		{"prohibited part on a wiki that takes such files", wanted(titled("A.xml.png")), facts(has("", ""), taking("xml")), nil, ""},

		{"too large", wanted(func(w *Claim) { w.Content.Digest.Size = 3 << 20 }), facts(has("old", "text")), []Reason{TooLarge}, "has 3.0 MiB, and this wiki takes at most 1.0 MiB"},
		{"as large as may be", wanted(func(w *Claim) { w.Content.Digest.Size = 1 << 20 }), facts(has("old", "text")), nil, ""},
		{"too large, but there already", wanted(func(w *Claim) { w.Content.Digest.Size = 3 << 20 }), facts(has("new", "text")), nil, ""},
		{"text too large", wanted(func(w *Claim) { w.Text.Text = strings.Repeat("x", 1025) }), facts(has("", "")), []Reason{TextTooLarge}, "has 1.001 KiB, and this wiki takes at most 1.000 KiB"},
		{"empty", wanted(func(w *Claim) { w.Content.Digest = digest("") }), facts(has("", "")), []Reason{EmptyContent}, "the source is empty"},
		{"pin without a size is not empty", wanted(func(w *Claim) { w.Content.Digest.Size = 0 }), facts(has("", "")), nil, ""},
		{"another content model", wanted(), facts(modelled("css", "new", "other")), []Reason{ContentModel}, "has the content model css, in which the wiki shows no description"},
		{"another content model, nothing to write", wanted(), facts(modelled("css", "new", "text")), []Reason{ContentModel}, "Special:ChangeContentModel"},
		{"another content model, and another content", wanted(), facts(modelled("json", "old", "text")), []Reason{ContentModel}, "for the content alone: -only=content"},
		{"another content model of a page that is not managed", wanted(func(w *Claim) { w.Text = nil }), facts(modelled("css", "old", "text")), nil, ""},
		{"redirect", wanted(), facts(provider.File{Title: "A.png", Redirect: true, Page: page("text")}), []Reason{IsRedirect}, "File:A.png is a redirect"},
		{"redirect with a file of its own, other content", wanted(), facts(provider.File{Title: "A.png", Redirect: true, Version: has("old", "").Version, Page: page("text")}),
			[]Reason{IsRedirect}, "make the page one about its file there"},
		{"redirect with a file of its own, other content and text", wanted(), facts(provider.File{Title: "A.png", Redirect: true, Version: has("old", "").Version, Page: page("#REDIRECT [[File:B.png]]")}),
			[]Reason{IsRedirect}, "File:A.png has a file of its own, but its page is a redirect on the wiki, which a new version would leave as it is: let its text end the redirect first, with -only=text"},
		{"redirect with the wanted file", wanted(), facts(provider.File{Title: "A.png", Redirect: true, Version: has("new", "").Version, Page: page("#REDIRECT [[File:B.png]]")}), nil, ""},
		{"text that is a redirect in the wiki's language", wanted(func(w *Claim) { w.Text = &Text{Text: "#Weiterleitung [[File:B.png]]"} }), facts(has("", ""), func(f *Facts) {
			f.Site.RedirectWords = []string{"#WEITERLEITUNG", "#REDIRECT"}
		}), []Reason{IsRedirect}, `the description begins with "#Weiterleitung [[File:B.png]]", which on this wiki`},
		{"text that is none in the wiki's language", wanted(func(w *Claim) { w.Text = &Text{Text: "#Weiterleitung [[File:B.png]]"} }), facts(has("", "")), nil, ""},
		{"signature", written("a\nby ~~~~"), facts(has("", "")), []Reason{TextRewritten}, "line 2 of the description has a signature (~~~~): the wiki puts"},
		{"pipe trick", written("[[Help:Foo (bar)|]]"), facts(has("old", "text")), []Reason{TextRewritten}, "a pipe trick ([[Help:Foo (bar)|]])"},
		{"signature in a text that is there already", written("~~~~"), facts(has("old", "~~~~")), nil, ""},
		{"signature in a tag of no extension", written("<ref>~~~~</ref>"), facts(has("", "")), []Reason{TextRewritten}, "a signature"},
		{"signature in a tag of an extension", written("<ref>~~~~</ref>"), facts(has("", ""), func(f *Facts) { f.Site.ContentTags = []string{"ref"} }), nil, ""},
		{"template, asked", written("{{subst:Foo}}"), facts(has("", ""), saved(provider.SavedChanged)), []Reason{TextRewritten}, "the wiki says that it would change the text"},
		{"template that is not there", written("{{subst:Foo}}"), facts(has("", ""), saved(provider.SavedAsIs)), nil, ""},
		{"template, hidden", written("{{subst:Foo}}"), facts(has("", ""), saved(provider.SavingHidden)), []Reason{TextRewritten}, "with -ask-texts: what the wiki answers is not shown"},
		{"template, untold", written("{{subst:Foo}}"), facts(has("", ""), saved(provider.SavingUntold)), []Reason{TextRewritten}, "the wiki did not say"},
		{"template, one of too many", written("{{subst:Foo}}"), facts(has("", "")), []Reason{TextRewritten}, "of at most 50 texts"},
		{"template in German", written("{{ers:Foo}}"), facts(has("", ""), saved(provider.SavedChanged), func(f *Facts) { f.Site.SubstWords = []string{"ERS:"} }), []Reason{TextRewritten}, "({{ers:Foo}})"},
		{"template of that name elsewhere", written("{{ers:Foo}}"), facts(has("", ""), saved(provider.SavedChanged)), nil, ""},
		{"shared", wanted(), facts(provider.File{Title: "A.png", Shared: true}), []Reason{SharedFile}, "choose another title"},
		{"own file over a shared one", wanted(), facts(provider.File{Title: "A.png", Shared: true, Version: has("old", "").Version, Page: page("text")}), nil, ""},

		{"tag", wanted(tagged("museum", "second-tag")), facts(has("", "")), []Reason{TagRefused},
			`tag "museum" is not an active change tag of this wiki: create it at Special:Tags, or remove it from tags; did you mean "museum-upload"?`},
		{"tags", wanted(tagged("x", "secnd-tag")), facts(has("", "")), []Reason{TagRefused}, `tags "x" and "secnd-tag" are not active change tags of this wiki: create them at Special:Tags, or remove them from tags; did you mean "second-tag"?`},
		{"tag of a file as wanted", wanted(tagged("x")), facts(has("new", "text")), nil, ""},
		{"tag, not logged in", wanted(tagged("x")), facts(has("", ""), anonymous), nil, ""},
		{"tag, wiki was not asked", wanted(tagged("x")), facts(has("", ""), func(f *Facts) { f.Site.Tags = nil }), nil, ""},

		{"no right to upload", wanted(), facts(has("", ""), without("upload")), []Reason{RightMissing}, "the account Uploader lacks the right upload, which this new file needs"},
		{"no right to edit", wanted(), facts(has("old", "text"), without("edit")), []Reason{RightMissing}, "lacks the right edit, which this new version needs"},
		{"no right to edit or create", wanted(), facts(has("", ""), without("edit"), without("createpage")), []Reason{RightMissing}, "lacks the rights edit and createpage"},
		{"no right to create pages, new text", wanted(), facts(has("new", "other"), without("createpage")), nil, ""},
		{"no right to replace", wanted(), facts(has("old", "text"), without("reupload")), []Reason{RightMissing}, "right reupload,"},
		{"no right to replace, new file", wanted(), facts(has("", ""), without("reupload")), nil, ""},
		{"a right to replace one's own", wanted(), facts(has("old", "text"), without("reupload"), func(f *Facts) {
			f.Have["A.png"].Version.User = "Uploader"
			f.Account.Rights = append(f.Account.Rights, "reupload-own")
		}), nil, ""},
		{"a right to replace one's own, not Anna's", wanted(), facts(has("old", "text"), without("reupload"), func(f *Facts) {
			f.Account.Rights = append(f.Account.Rights, "reupload-own")
		}), []Reason{RightMissing}, "right reupload,"},
		{"no right to tag", wanted(tagged("second-tag")), facts(has("", ""), without("applychangetags")), []Reason{RightMissing}, "right applychangetags"},
		{"no right to tag, no tags", wanted(), facts(has("", ""), without("applychangetags")), nil, ""},
		{"no right to upload by URL", wanted(func(w *Claim) { w.Content.Source = spec.Source{URL: "https://x.example/a.png", Via: spec.ViaServer} }),
			facts(has("", ""), without("upload_by_url")), []Reason{RightMissing}, "right upload_by_url"},
		{"no right to upload by URL, which is not asked for", wanted(func(w *Claim) { w.Content.Source = spec.Source{URL: "https://x.example/a.png", Via: spec.ViaAuto} }),
			facts(has("", ""), without("upload_by_url")), nil, ""},
		{"no rights known of an anonymous reader", wanted(), facts(has("", ""), anonymous), nil, ""},

		{"protected", wanted(), facts(has("old", "text"), refusals("upload", "protectedpage", "This page is\nprotected.", "")), []Reason{PageProtected},
			"would refuse this to Uploader: This page is protected (protectedpage): ask an administrator"},
		{"protected from edits, which uploads are as well", wanted(), facts(has("old", "text"), refusals("edit", "cascadeprotected", "Cascade.", "")), []Reason{PageProtected}, "Cascade (cascadeprotected)"},
		{"upload refused, only the text changes", wanted(), facts(has("new", "other"), refusals("upload", "protectedpage", "No.", "")), nil, ""},
		{"blacklisted", wanted(), facts(has("", ""), refusals("upload", "titleblacklist-forbidden-edit", "No.", provider.GroundTitle)), []Reason{TitleRefused}, "choose another title"},
		{"blocked on this page", wanted(), facts(has("", ""), refusals("edit", "blocked", "No.", provider.GroundBlock)), []Reason{AccountBlocked}, "lift the block"},
		{"refused without a right that we know", wanted(), facts(has("", ""), refusals("upload", "permissiondenied", "No.", provider.GroundRight)), []Reason{RightMissing}, "No (permissiondenied)"},
		{"a missing right is told once", wanted(), facts(has("", ""), without("upload"), refusals("upload", "permissiondenied", "No.", provider.GroundRight)), []Reason{RightMissing}, "right upload,"},

		{"read-only", wanted(tagged("x")), facts(has("", ""), readOnly), []Reason{WikiReadOnly}, "the wiki is read-only (moving house)"},
		{"read-only, nothing to do", wanted(), facts(has("new", "text"), readOnly), nil, ""},
		{"account blocked", wanted(tagged("x")), facts(has("new", "other"), func(f *Facts) { f.Account.Block = block }), []Reason{AccountBlocked}, "is blocked by Admin (testing things; expires: infinite)"},
		{"address of an anonymous reader blocked", wanted(), facts(has("", ""), anonymous, func(f *Facts) { f.Account.Block = block }), nil, ""},
		{"uploads off", wanted(), facts(has("", ""), func(f *Facts) { f.Site.UploadsOff = true }), []Reason{UploadsOff}, "takes no uploads"},
		{"uploads off, only the text changes", wanted(), facts(has("new", "other"), func(f *Facts) { f.Site.UploadsOff = true }), nil, ""},

		{"no pin in automation", wanted(unpinnedURL), facts(has("", ""), automation), []Reason{NeedsPin}, `add sha1 = "..."`},
		{"no pin in automation, file there", wanted(unpinnedURL), facts(has("old", "text"), automation), []Reason{NeedsPin}, `add sha1 = "..."`},
		{"pin in automation", wanted(), facts(has("", ""), automation), nil, ""},

		{"duplicate", wanted(), facts(has("", ""), heldBy("Z.png", "B.png")), []Reason{Duplicate}, `has these bytes already as File:B.png, File:Z.png: remove one`},
		{"duplicate, accepted", wanted(accepting), facts(has("", ""), heldBy("B.png")), nil, ""},
		{"a file is no duplicate of itself", wanted(), facts(has("", ""), heldBy("A.png")), nil, ""},
		{"duplicate of a file not to be written", wanted(), facts(has("new", "text"), heldBy("A.png", "B.png")), nil, ""},

		{"all at once", wanted(titled("A.tif"), tagged("x")), facts(has("", ""), without("upload")), []Reason{ExtensionRefused, TagRefused, RightMissing}, "\ntag \"x\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := Compute([]Claim{c.want}, c.facts).Changes[0]
			if c.reasons == nil {
				if got.Action() == Blocked {
					t.Fatalf("is blocked: %v: %s", got.Reasons, got.Problems)
				}
				return
			}
			if diff := cmp.Diff(c.reasons, got.Reasons); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			if got.Action() != Blocked || got.Upload() != nil || got.Edits() {
				t.Errorf("action %s, content %v, edit %v, want it blocked with neither", got.Action(), got.Upload() != nil, got.Edits())
			}
			if said := problemLines(got.Problems); !strings.Contains(said, c.problem) {
				t.Errorf("problem %q, want it to contain %q", said, c.problem)
			}
			if n := len(strings.Split(problemLines(got.Problems), "\n")); n != len(got.Reasons) || n != len(got.Problems) {
				t.Errorf("%d lines of %d problems for %d reasons:\n%s", n, len(got.Problems), len(got.Reasons), got.Problems)
			}
			for i, p := range got.Problems {
				if p.Reason != got.Reasons[i] || p.Hint == "" {
					t.Errorf("the problem %+v of the reason %s", p, got.Reasons[i])
				}
			}
		})
	}
}

func TestTwins(t *testing.T) {
	t.Parallel()
	twin := func(name string, more ...func(*Claim)) Claim {
		w := wanted(more...)
		w.Address, w.Title = spec.Address("file."+name), provider.Title(name+".png")
		return w
	}
	accept := func(w *Claim) { w.Accept = []provider.WarningKind{provider.WarnDuplicate} }
	for _, c := range []struct {
		name  string
		wants []Claim
		want  []Action
	}{
		{"the first goes", []Claim{twin("A"), twin("B"), twin("C")}, []Action{Create, Blocked, Blocked}},
		{"all accept", []Claim{twin("A", accept), twin("B", accept)}, []Action{Create, Create}},
		{"one accepts, so it may come first", []Claim{twin("A"), twin("B", accept)}, []Action{Blocked, Create}},
		{"not pinned", []Claim{twin("A", unpinnedURL), twin("B", unpinnedURL)}, []Action{Create, Create}},
	} {
		var got []Action
		for _, ch := range Compute(c.wants, facts(has("", ""))).Changes {
			got = append(got, ch.Action())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}

	// A new version with the bytes of another file that the manifest names.
	have := facts(has("old", "text"))
	have.Have["B.png"] = provider.File{Title: "B.png", Version: has("new", "").Version, Page: page("text")}
	p := Compute([]Claim{twin("A"), twin("B")}, have)
	if got := p.Changes[0]; !slices.Equal(got.Reasons, []Reason{Duplicate}) {
		t.Errorf("new version with bytes of another file: %s %v, want it blocked as a duplicate", got.Action(), got.Reasons)
	}
}

// modelled is what the wiki has, with a page of another content model.
func modelled(model, content, text string) provider.File {
	f := has(content, text)
	f.Page.Model = model
	return f
}
