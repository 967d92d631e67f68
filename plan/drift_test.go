package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

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
		{name: "by our account, without our mark", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "ours")
			w.has("A.png", versionBy("Bot", "b", "by hand", 30), oursOf("old"))
		}, want: "uploaded by \"Bot\" [by hand]\n"},
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
		{name: "moved, and followed", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "hers")
			w.has("B.png", oursOf("a"))
			w.files["A.png"] = provider.File{Redirect: true, Page: &provider.Page{ID: 9, Rev: 99, User: "Anna"}}
			w.targets = map[provider.Title]string{"A.png": "File:B.png"}
			w.moves = map[provider.Title]provider.MoveLog{"A.png": moved("A.png", "B.png", 30, "Anna")}
		}, claim: func(c *Claim) { c.Follow = true }, want: "now \"B.png\"\nmoved by \"Anna\" [File:B.png] [better]\ntext by \"Anna\"\n\"old\" became \"hers\"\n"},
		{name: "the bytes under another title, which is adopted", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "hers")
			w.has("Theirs.png", versionBy("Vera", "a", "", 5))
			w.holders = map[provider.SHA1][]provider.Title{digest("a").SHA1: {"Theirs.png"}}
		}, claim: func(c *Claim) { c.OnDuplicate, c.Adopt = spec.DuplicateAdopt, true }, want: "now \"Theirs.png\"\ntext by \"Anna\"\n\"old\" became \"hers\"\n"},
		{name: "a file from another title, before it is moved", make: func(w *driftWiki) {
			w.save("Bot", ofMuseum, "old")
			w.save("Anna", "", "hers")
			w.has("Old.png", oursOf("a"))
		}, claim: func(c *Claim) { c.From = &Origin{Title: "Old.png"} }, want: "now \"Old.png\"\ntext by \"Anna\"\n\"old\" became \"hers\"\n"},
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
