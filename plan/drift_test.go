package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// driftWiki is a page whose history a test writes, and what the logs say of its titles.
type driftWiki struct {
	pastPage
	uploads, protections map[provider.Title]provider.Log
	protected            map[provider.Title][]provider.Protection
}

func (w *driftWiki) Protections(_ context.Context, ts []provider.Title) (map[provider.Title][]provider.Protection, error) {
	return w.protected, w.ask("protections", names(ts))
}

func (w *driftWiki) Logged(_ context.Context, log provider.LogType, ts []provider.Title) (map[provider.Title]provider.Log, error) {
	if log == provider.UploadLog {
		return w.uploads, w.ask("upload log", names(ts))
	}
	return w.protections, w.ask("protection log", names(ts))
}

// has gives the wiki the file A.png with the page as it is, under a title.
func (w *driftWiki) has(t provider.Title, versions ...provider.Version) {
	if w.files == nil {
		w.files, w.histories = map[provider.Title]provider.File{}, map[provider.Title]provider.History{}
	}
	f := provider.File{}
	if w.last.ID != 0 {
		f.Page = &provider.Page{ID: 7, Rev: w.last.ID, Parent: w.last.Parent, User: w.last.User, TextSHA1: w.last.TextSHA1, Text: w.text(), HasText: true}
	}
	if len(versions) > 0 {
		f.Version = &versions[0]
		w.histories[t] = provider.History{Versions: versions}
	}
	w.files[t] = f
}

func versionBy(user, content, comment string, at int64) provider.Version {
	return provider.Version{Digest: digest(content), User: user, Comment: comment, Time: time.Unix(at, 0)}
}

// ours is a version that we uploaded.
func oursOf(content string) provider.Version {
	return versionBy("Bot", content, "New "+ofMuseum, 10)
}

// driftFacts are who we are in the tests.
func driftFacts() Facts {
	return Facts{Mark: ofMuseum, Accounts: []string{"Bot"}, Account: provider.Account{Name: "Bot", Rights: []string{"edit"}}, Site: provider.Site{MaxText: 1 << 20}}
}

// told says what a drift has of one file, a line for each deed.
func told(d *Drift) string {
	var b strings.Builder
	for _, f := range d.Files {
		if f.Now != f.Title {
			fmt.Fprintf(&b, "now %q\n", f.Now)
		}
		for _, e := range f.Deeds {
			fmt.Fprintf(&b, "%s by %q", e.Kind, e.User)
			for _, s := range append([]string{e.To, e.Comment, e.Unknown}, e.Levels...) {
				if s != "" {
					fmt.Fprintf(&b, " [%s]", s)
				}
			}
			if e.Hidden {
				b.WriteString(" hidden")
			}
			b.WriteString("\n")
		}
		if f.Text != nil {
			fmt.Fprintf(&b, "%q became %q\n", f.Text.Before, f.Text.After)
		}
	}
	if d.Foreign > 0 {
		fmt.Fprintf(&b, "%d foreign\n", d.Foreign)
	}
	return b.String()
}

// TestDrift has what others can do, and what is none of theirs.
func TestDrift(t *testing.T) {
	t.Parallel()
	upload := func(at int64, comment string) map[provider.Title]provider.Log {
		return map[provider.Title]provider.Log{"A.png": {Entries: []provider.LogEntry{{Action: "upload", User: "Bot", Time: time.Unix(at, 0), Comment: comment}}}}
	}
	deleted := func(user, reason string, at int64) map[provider.Title]provider.DeletionLog {
		return map[provider.Title]provider.DeletionLog{"A.png": {Deletions: []provider.Deletion{{User: user, Reason: reason, Time: time.Unix(at, 0)}}}}
	}
	moved := func(from, to provider.Title, id int64, user string) provider.MoveLog {
		return provider.MoveLog{Moves: []provider.LoggedMove{{ID: id, To: to, User: user, Time: time.Unix(id, 0), Reason: "better"}}}
	}
	for _, tt := range []struct {
		name  string
		make  func(w *driftWiki)
		claim func(c *Claim)
		want  string
	}{
		{name: "as we left it, and as wanted", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", oursOf("a"))
		}},
		{name: "a manifest that is ahead", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.has("A.png", oursOf("old"))
		}},
		{name: "nothing there yet", make: func(w *driftWiki) {}},
		{name: "another text", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "first")
			w.save("Bot", ofMuseum, "old")
			w.save("Bot", "uploaded a new version "+ofMuseum, "old")
			w.save("Anna", "typo", "old!")
			w.save("Vera", "protected it", "old!")
			w.save("Vera", "", "older")
			w.has("A.png", oursOf("a"))
		}, want: "text by \"Vera\"\ntext by \"Anna\" [typo]\n\"old\" became \"older\"\n"},
		{name: "changed and taken back", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "new")
			w.save("Anna", "sorry", "old")
			w.has("A.png", oursOf("a"))
		}},
		{name: "somebody wrote what is wanted", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "ours")
			w.has("A.png", oursOf("a"))
		}},
		{name: "hidden names and comments", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("", "", "x")
			w.save("Anna", "", "y")
			w.hide(func(r *provider.Revision) { r.Hidden = true })
			w.has("A.png", oursOf("a"))
		}, want: "text by \"Anna\" hidden\ntext by \"\"\n\"old\" became \"y\"\n"},
		{name: "our account without our mark", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Bot", "by hand", "by hand")
			w.has("A.png", oursOf("a"))
		}, want: "text by \"Bot\" [by hand]\n\"old\" became \"by hand\"\n"},
		{name: "a page that we never wrote", make: func(w *driftWiki) {
			w.save("Anna", "", "hers")
			w.has("A.png", versionBy("Anna", "hers", "", 5))
		}, want: "1 foreign\n"},
		{name: "a comment of ours that is hidden", make: func(w *driftWiki) {
			w.save("Bot", "", "old")
			w.hide(func(r *provider.Revision) { r.Hidden = true })
			w.has("A.png", oursOf("a"))
		}, want: "text by \"\" [the comment of revision 1, which is ours, is hidden]\n"},
		{name: "a text of ours that is hidden", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			delete(w.past, 1)
			w.save("Anna", "typo", "new")
			w.has("A.png", oursOf("a"))
		}, want: "text by \"Anna\" [typo]\n"},
		{name: "what we merged and left there", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "one\n\ntwo\n\nthree")
			w.save("Anna", "more", "one\n\ntwo\n\nthree\n\nhers")
			w.save("Bot", "[merge 0123456789] "+ofMuseum, "one!\n\ntwo\n\nthree\n\nhers")
			w.has("A.png", oursOf("a"))
		}, claim: func(c *Claim) { c.Text.Mode = spec.ModeMerge },
			want: "kept by \"Anna\" [more]\n\"one!\\n\\ntwo\\n\\nthree\" became \"one!\\n\\ntwo\\n\\nthree\\n\\nhers\"\n"},
		{name: "links that others may add", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.save("Anna", "", "ours\n\n[[Category:Bridges]]")
			w.has("A.png", oursOf("a"))
		}, claim: func(c *Claim) { c.Text.Keep = []spec.Keep{spec.KeepCategories} }},
		{name: "a text that is written once", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "new")
			w.has("A.png", oursOf("a"))
		}, claim: func(c *Claim) { c.Guards = Guards{{Rule: SeedText}} }},
		{name: "what may differ", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "new")
			w.has("A.png", versionBy("Anna", "b", "", 20), oursOf("a"))
		}, claim: func(c *Claim) { c.Guards = Guards{{Rule: IgnoreContent}, {Rule: IgnoreText}} }},
		{name: "what is only observed", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", versionBy("Anna", "b", "", 20), oursOf("a"))
		}, claim: func(c *Claim) { c.Guards = Guards{{Rule: Observe}} }, want: "uploaded by \"Anna\"\n"},

		{name: "contents", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", versionBy("", "x", "", 50), versionBy("Vera", "older", "rv", 40), versionBy("Anna", "b", "sharper", 30), oursOf("a"), oursOf("older"))
		}, want: "uploaded by \"\"\nuploaded by \"Anna\" [sharper]\nreverted by \"Vera\" [rv]\n"},
		{name: "brought back to ours", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", versionBy("Vera", "older", "", 40), versionBy("Anna", "b", "", 30), oursOf("older"))
		}},
		{name: "ours is the latest", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", oursOf("new"), versionBy("Anna", "b", "", 5), oursOf("older"))
		}},

		{name: "moved, and edited there", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "moved it", "old")
			w.save("Anna", "", "hers")
			w.has("C.png", oursOf("a"))
			w.moves = map[provider.Title]provider.MoveLog{"A.png": moved("A.png", "B.png", 30, "Anna"), "B.png": moved("B.png", "C.png", 40, "")}
		}, want: "now \"C.png\"\nmoved by \"\" [File:C.png] [better]\nmoved by \"Anna\" [File:B.png] [better]\ntext by \"Anna\"\n\"old\" became \"hers\"\n"},
		{name: "moved by us", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.has("B.png", oursOf("a"))
			w.moves = map[provider.Title]provider.MoveLog{"A.png": moved("A.png", "B.png", 30, "Bot")}
		}},
		{name: "a file that was never ours, moved", make: func(w *driftWiki) {
			w.has("B.png", versionBy("Anna", "b", "", 5))
			w.moves = map[provider.Title]provider.MoveLog{"A.png": moved("A.png", "B.png", 30, "Anna")}
		}, want: "1 foreign\n"},
		{name: "moved out of the namespace, or where is hidden", make: func(w *driftWiki) {
			w.moves = map[provider.Title]provider.MoveLog{"A.png": moved("A.png", "", 30, "Anna")}
			w.uploads = upload(10, ofMuseum)
		}, want: "now \"\"\nmoved by \"Anna\" [better]\n"},

		{name: "deleted", make: func(w *driftWiki) {
			w.uploads, w.logs = upload(10, ofMuseum), deleted("Admin", "no source", 20)
		}, want: "now \"\"\ndeleted by \"Admin\" [no source]\n"},
		{name: "deleted by us", make: func(w *driftWiki) {
			w.uploads, w.logs = upload(10, ofMuseum), deleted("Former", "gone "+ofMuseum, 20)
		}},
		{name: "deleted before it was ours", make: func(w *driftWiki) {
			w.uploads, w.logs = upload(30, ofMuseum), deleted("Admin", "no source", 20)
		}},
		{name: "deleted, and never ours", make: func(w *driftWiki) {
			w.uploads, w.logs = upload(10, "by hand"), deleted("Admin", "no source", 20)
		}},
		{name: "deleted and made anew", make: func(w *driftWiki) {
			w.save("Anna", "", "hers")
			w.has("A.png", versionBy("Anna", "hers", "mine", 30))
			w.uploads, w.logs = upload(10, ofMuseum), deleted("Admin", "no source", 20)
		}, want: "deleted by \"Admin\" [no source]\nuploaded by \"Anna\" [mine]\n"},
		{name: "without its page", make: func(w *driftWiki) {
			w.has("A.png", oursOf("a"))
			w.logs = deleted("Admin", "by mistake", 20)
		}, want: "page_deleted by \"Admin\" [by mistake]\n"},
		{name: "without its page, and nobody knows", make: func(w *driftWiki) {
			w.has("A.png", oursOf("a"))
		}, want: "page_deleted by \"\" [the wiki's log does not tell]\n"},
		{name: "a redirect in place of its text", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "see there", "#REDIRECT [[File:B.png]]")
			w.has("A.png", oursOf("a"))
			f := w.files["A.png"]
			f.Redirect = true
			w.files["A.png"] = f
			w.targets = map[provider.Title]string{"A.png": "File:B.png"}
		}, want: "redirected by \"Anna\" [File:B.png] [see there]\n\"old\" became \"#REDIRECT [[File:B.png]]\"\n"},

		{name: "protected", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", oursOf("a"))
			w.protected = map[provider.Title][]provider.Protection{"A.png": {{Action: "edit", Level: "sysop"}, {Action: "move", Level: "sysop"}}}
			w.protections = map[provider.Title]provider.Log{"A.png": {Entries: []provider.LogEntry{
				{Action: "modify", User: "Admin", Comment: "war"}, {Action: "protect", User: "Bot"}}}}
		}, want: "protected by \"Admin\" [war] [edit=sysop] [move=sysop]\n"},
		{name: "protected by us", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", oursOf("a"))
			w.protected = map[provider.Title][]provider.Protection{"A.png": {{Action: "edit", Level: "sysop"}}}
			w.protections = map[provider.Title]provider.Log{"A.png": {Entries: []provider.LogEntry{{Action: "protect", User: "Bot"}}}}
		}},
		{name: "protected by a page that shows it", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", oursOf("a"))
			w.protected = map[provider.Title][]provider.Protection{"A.png": {{Action: "edit", Level: "sysop", Source: "Main Page"}}}
		}, want: "protected by \"\" [the wiki's log does not tell] [edit=sysop by Main Page]\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &driftWiki{}
			tt.make(w)
			claims := []Claim{{Address: "file.a", Title: "A.png", Content: &Content{Digest: digest("a")}, Text: &Text{Text: "ours"}}}
			if tt.claim != nil {
				tt.claim(&claims[0])
			}
			f := driftFacts()
			if err := Settle(t.Context(), w, claims, &f); err != nil {
				t.Fatal(err)
			}
			d, err := FindDrift(t.Context(), w, claims, &f)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, told(d)); diff != "" || d.Looked != 1 {
				t.Error(diff)
			}
		})
	}
}

// A wiki that is as wanted is asked what protects the pages and nothing else; how often the
// others are asked does not depend on how many they are.
func TestDriftAsksInBatches(t *testing.T) {
	t.Parallel()
	w := &driftWiki{}
	w.save("Bot", ofMuseum, "ours")
	var claims []Claim
	claim := func(title provider.Title) {
		claims = append(claims, Claim{Address: spec.Address("file." + string(title)), Title: title, Content: &Content{Digest: digest("a")}, Text: &Text{Text: "ours"}})
	}
	for n := range 300 {
		title := provider.Title(fmt.Sprintf("%d.png", n))
		w.has(title, oursOf("a"))
		claim(title)
	}
	questions := func() map[string]int {
		t.Helper()
		w.asked, w.times = nil, nil
		f := driftFacts()
		if err := Settle(t.Context(), w, claims, &f); err != nil {
			t.Fatal(err)
		}
		if _, err := FindDrift(t.Context(), w, slices.Clone(claims), &f); err != nil {
			t.Fatal(err)
		}
		return w.times
	}
	if diff := cmp.Diff(map[string]int{"files": 1, "protections": 1}, questions()); diff != "" {
		t.Error(diff)
	}
	w.save("Anna", "", "hers")
	for n := range 300 {
		title := provider.Title(fmt.Sprintf("x%d.png", n))
		w.has(title, versionBy("Anna", "b", "", 30), oursOf("a"))
		claim(title)
		claim(provider.Title(fmt.Sprintf("gone%d.png", n)))
	}
	want := map[string]int{
		"files": 1, "protections": 1, "whole histories": 1, "texts": 1, "revisions": 2, "revision texts": (300 + textsAtOnce - 1) / textsAtOnce, "moves": 1, "deletions": 1, "upload log": 1,
	}
	if diff := cmp.Diff(want, questions()); diff != "" {
		t.Error(diff)
	}
}
