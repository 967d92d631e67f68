package apply

import (
	"context"
	"errors"
	"fmt"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

var (
	errLost     = wikiError(provider.Lost, "upload", "")
	errDenied   = wikiError(provider.Denied, "upload", "protectedpage")
	errConflict = wikiError(provider.Conflict, "upload", "")
	errNoWiki   = wikiError(provider.Unavailable, "query", "")
	byURL       = spec.Source{URL: "https://x.example/a.png"}
	content     = []plan.Aspect{plan.ContentAspect}
	text        = []plan.Aspect{plan.TextAspect}
	serverOnly  = spec.Source{URL: "https://x.example/a.png", Via: spec.ViaServer}
)

func page(text string) func(*fakeWiki) {
	return func(w *fakeWiki) { w.put(title, "old", text, "Anna", "") }
}

// hidden is a file on whose page an administrator hid the text.
func hidden(w *fakeWiki) {
	w.put(title, "old", "secret", "Anna", "")
	w.file(title).revisions[0].TextSHA1 = provider.SHA1{}
}

var outcomeCases = []outcomeCase{
	{
		name: "create", want: want(title, "new", ptr("text")),
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "create without a managed page", want: want(title, "new", nil),
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "create on a page that is there", have: func(w *fakeWiki) { w.write(title, "theirs", "Anna") },
		want: want(title, "new", ptr("text")), outcome: Done, versions: 1,
		calls: []string{"files", "upload", "files", "edit", "files"},
	},
	{
		name: "update of content", have: page("text"), want: want(title, "new", ptr("text")),
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "update of text", have: page("old text"), want: want(title, "old", ptr("text")),
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "update of both", have: page("old text"), want: want(title, "new", ptr("text")),
		outcome: Done, calls: []string{"files", "upload", "files", "edit", "files"}, versions: 2,
	},
	{
		name: "already done", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Bob", ""); w.write(title, "text", "Bob") },
		outcome: AlreadyDone, calls: []string{"files"}, versions: 2,
	},
	{
		name: "stale content", have: page("text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "other", "", "Bob", "") },
		outcome: Stale, err: "the file is now sha1 d0941e68 (5 bytes) by Bob of 2026-11-22", calls: []string{"files"}, versions: 2,
	},
	{
		name: "stale page", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.write(title, "their text", "Bob") },
		outcome: Stale, err: "the description page is now revision 2 by Bob", calls: []string{"files"}, versions: 1,
	},
	{
		name: "stale because of a file that came", want: want(title, "new", nil),
		between: func(w *fakeWiki) { w.put(title, "other", "", "Bob", "") },
		outcome: Stale, err: "there is a file now", calls: []string{"files"}, versions: 1,
	},
	{
		name: "half done by an earlier run", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Uploader", "") },
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 2,
	},
	{
		name: "half done by an earlier run, which created the file below a page", have: func(w *fakeWiki) { w.write(title, "old text", "Bob") },
		want:    want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Uploader", "") },
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "half done by an earlier run, whose file has no page", want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Uploader", ""); w.file(title).revisions = nil },
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "half done by an earlier run, and somebody edited", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Uploader", ""); w.write(title, "their text", "Bob") },
		outcome: Stale, err: "the file is now", calls: []string{"files"}, versions: 2,
	},
	{
		name: "done by an earlier run, and somebody put the text back", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) {
			w.put(title, "new", "", "Uploader", "")
			w.write(title, "text", "Uploader")
			w.write(title, "old text", "Bob")
		},
		outcome: Stale, err: "the file is now", calls: []string{"files", "revisions"}, versions: 2,
	},
	{
		name: "half done by an earlier run, and somebody uploaded", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "new", "", "Uploader", ""); w.put(title, "theirs", "", "Bob", "") },
		outcome: Stale, err: "the file is now", calls: []string{"files"}, versions: 3,
	},
	{
		name: "protected since, twice", have: page("old text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.null(title, "Admin"); w.null(title, "Admin") },
		outcome: Done, calls: []string{"files", "revisions", "upload", "files", "edit", "files"}, versions: 2,
	},
	{
		name: "protected since, and only the text changes", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.null(title, "Admin") },
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "protected since, and only the content changes", have: page("text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.null(title, "Admin"); w.null(title, "Admin"); w.null(title, "Admin") },
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "a page that is not managed was edited since", have: page("old text"), want: want(title, "new", nil),
		between: func(w *fakeWiki) { w.write(title, "their text", "Bob") },
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "a page came that the upload was to make", want: want(title, "new", nil),
		between: func(w *fakeWiki) { w.write(title, "their text", "Bob") },
		outcome: Stale, err: "there is a description page now", calls: []string{"files"},
	},
	{
		name: "the page that the upload was to make came as it is wanted", want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.write(title, "text", "Bob") },
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "protected between upload and edit", have: page("old text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.null(title, "Admin") }}}}
		},
		outcome: Done, calls: []string{"files", "upload", "files", "revisions", "edit", "files"}, versions: 2,
	},
	{
		name: "edited since, and put back", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.write(title, "their text", "Bob"); w.write(title, "old text", "Bob") },
		outcome: Stale, err: "the description page is now revision 3 by Bob", calls: []string{"files", "revisions"}, versions: 1,
	},
	{
		name: "edited since and put back, and protected", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) {
			w.write(title, "their text", "Bob")
			w.write(title, "old text", "Bob")
			w.null(title, "Admin")
		},
		outcome: Stale, err: "the description page is now", calls: []string{"files", "revisions", "revisions"}, versions: 1,
	},
	{
		name: "deleted since and made again", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) {
			w.file(title).revisions = nil
			w.write(title, "old text", "Bob")
			w.null(title, "Admin")
		},
		outcome: Stale, err: "the description page is now", calls: []string{"files", "revisions"}, versions: 1,
	},
	{
		name: "the content went and came back", have: page("text"), want: want(title, "new", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "theirs", "", "Bob", ""); w.put(title, "old", "", "Bob", "") },
		outcome: Stale, err: "the file is now sha1", calls: []string{"files"}, versions: 3,
	},
	{
		name: "the content was uploaded again, and only the text changes", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "theirs", "", "Bob", ""); w.put(title, "old", "", "Bob", "") },
		outcome: Done, calls: []string{"files", "revisions", "edit", "files"}, versions: 3,
	},
	{
		name: "other content came, and only the text changes", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.put(title, "theirs", "", "Bob", "") },
		outcome: Stale, err: "the file is now", calls: []string{"files"}, versions: 2,
	},
	{
		name: "the text is hidden", have: hidden, want: want(title, "old", ptr("text")),
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "the text is hidden, and there is a revision more", have: hidden, want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.null(title, "Admin") },
		outcome: Stale, err: "the description page is now revision", calls: []string{"files"}, versions: 1,
	},
	{
		name: "the text is hidden, and the one revision more is of our upload", have: hidden, want: want(title, "new", ptr("text")),
		outcome: Done, calls: []string{"files", "upload", "files", "edit", "files"}, versions: 2,
	},
	{
		name: "what became of the page cannot be read", have: page("old text"), want: want(title, "old", ptr("text")),
		between: func(w *fakeWiki) { w.null(title, "Admin"); w.null(title, "Admin") },
		faults:  map[string][]fault{"revisions ": {{before: errNoWiki}}},
		outcome: Failed, err: "query", calls: []string{"files", "revisions"}, versions: 1,
	},
	{
		name: "wiki cannot be read", want: want(title, "new", nil), faults: map[string][]fault{"files A.png": {{before: errNoWiki}}},
		outcome: Failed, err: "query", calls: []string{"files"},
	},
	{
		name: "refused", want: want(title, "new", nil), faults: map[string][]fault{"upload A.png": {{before: errDenied}}},
		outcome: Failed, err: "protectedpage", calls: []string{"files", "upload"},
	},
	{
		name: "answer lost, and it was done", want: want(title, "new", nil), faults: map[string][]fault{"upload A.png": {{after: errLost}}},
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "answer lost, it was done, and the page is next", have: page("old text"), want: want(title, "new", ptr("text")),
		faults:  map[string][]fault{"upload A.png": {{after: errLost}}, "edit A.png": {{after: errLost}}},
		outcome: Done, calls: []string{"files", "upload", "files", "edit", "files"}, versions: 2,
	},
	{
		name: "answer lost, and it was not done", want: want(title, "new", nil), faults: map[string][]fault{"upload A.png": {{before: errLost}}},
		outcome: Failed, err: "the wiki does not show it", calls: []string{"files", "upload", "files"},
	},
	{
		name: "answer lost, and somebody else's version is there", have: page("text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.put(title, "theirs", "", "Bob", "") }, before: errLost}}}
		},
		outcome: Failed, err: "the wiki shows something else", cure: provider.CureReplan,
		calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "answer lost, and the wiki too", want: want(title, "new", nil),
		faults:  map[string][]fault{"upload A.png": {{after: errLost}}, "files A.png": {{}, {before: errNoWiki}}},
		outcome: Unsure, err: "and the wiki could not be read afterwards", calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "accepted, but not read back", want: want(title, "new", nil),
		faults:  map[string][]fault{"files A.png": {{}, {before: errNoWiki}}},
		outcome: Unsure, err: "the wiki accepted it but could not be read", done: content,
		calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "somebody else's version on top of ours", want: want(title, "new", nil),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"files A.png": {{}, {meddle: func() { w.put(title, "theirs", "", "Bob", "") }}}}
		},
		outcome: Failed, err: "instead of sha1 c2a6b03f (3 bytes)", done: content,
		calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "somebody else's version beneath ours", have: page("old text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.put(title, "theirs", "", "Bob", "") }}}}
		},
		outcome: Overtook, err: "it overtook the version sha1 d16d7430 (6 bytes) by Bob of 2026-11-22",
		calls: []string{"files", "upload", "files", "revisions", "edit", "files"}, versions: 3,
	},
	{
		name: "somebody else's version beneath a new file", want: want(title, "new", nil),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.put(title, "theirs", "", "Bob", "") }}}}
		},
		outcome: Overtook, err: "it overtook the version", calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "beneath ours, and the answer is lost", have: page("text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.put(title, "theirs", "", "Bob", "") }, after: errLost}}}
		},
		outcome: Overtook, err: "it overtook the version", calls: []string{"files", "upload", "files"}, versions: 3,
	},
	{
		name: "page edited between upload and edit", have: page("old text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"upload A.png": {{meddle: func() { w.write(title, "their text", "Bob") }}}}
		},
		outcome: Failed, err: "another description", cure: provider.CureReplan, done: content, undone: text,
		calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "page edited just before the edit", have: page("old text"), want: want(title, "new", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"edit A.png": {{meddle: func() { w.write(title, "their text", "Bob") }}}}
		},
		outcome: Failed, err: "editconflict", done: content, undone: text,
		calls: []string{"files", "upload", "files", "edit", "files"}, versions: 2,
	},
	{
		name: "conflict before anything was done", have: page("old text"), want: want(title, "old", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"edit A.png": {{meddle: func() { w.write(title, "their text", "Bob") }}}}
		},
		outcome: Stale, err: "editconflict", calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "conflict, and then the wiki is gone", have: page("old text"), want: want(title, "old", ptr("text")),
		faults: map[string][]fault{
			"edit A.png":  {{before: wikiError(provider.Conflict, "edit", "editconflict")}},
			"files A.png": {{}, {before: errNoWiki}},
		},
		outcome: Stale, err: "editconflict", calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "the conflict is our own work", have: page("old text"), want: want(title, "old", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"edit A.png": {{meddle: func() {
				w.write(title, "text", "Uploader")
				w.note(provider.Write{Kind: provider.WroteText, Title: title})
			}}}}
		},
		outcome: Done, calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "the wiki stored other content, and says so", want: want(title, "new", nil),
		faults:  map[string][]fault{"upload A.png": {{after: errConflict, other: "mangled"}}},
		outcome: Failed, err: "upload", done: content,
		calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "the wiki merged our text with another, and says so", have: page("old text"), want: want(title, "old", ptr("text")),
		faults:  map[string][]fault{"edit A.png": {{after: errConflict, other: "both texts"}}},
		outcome: Failed, err: "upload", done: text,
		calls: []string{"files", "edit", "files"}, versions: 1,
	},
	{
		name: "edit done with its answer lost, and other content by then", have: page("old text"), want: want(title, "old", ptr("text")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{
				"edit A.png":  {{after: errLost}},
				"files A.png": {{}, {meddle: func() { w.put(title, "theirs", "", "Bob", "") }}},
			}
		},
		outcome: Failed, err: "instead of", done: text,
		calls: []string{"files", "edit", "files", "revisions"}, versions: 2, // which asks for the revision that it made
	},
	{
		name: "a text that differs only in what no edit changes", want: want(title, "new", ptr("text")),
		have: func(w *fakeWiki) {
			w.put(title, "old", "", "Anna", "")
			w.file(title).revisions[0].TextSHA1 = provider.TextSHA1("text \n")
		},
		adjust:  func(c *plan.Change) { c.Steps = c.Steps[:1] },
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 2,
	},
	{
		name: "given up before anything was under way", want: want(title, "new", nil),
		faults:  map[string][]fault{"upload A.png": {{before: fmt.Errorf("upload: %w", context.DeadlineExceeded)}}},
		outcome: Failed, err: "deadline", calls: []string{"files", "upload"},
	},
	{
		name: "an error of no kind", want: want(title, "new", nil),
		faults:  map[string][]fault{"upload A.png": {{after: errors.New("unexpected EOF")}}},
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "the wiki stores another text", want: want(title, "new", ptr("~~~~")),
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"files A.png": {{}, {meddle: func() { w.write(title, "Anna 10:00", "Uploader") }}}}
		},
		outcome: Failed, err: "another description", cure: provider.CureManifest, done: content, undone: text,
		calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "source is gone", want: want(title, "new", nil), local: map[string]string{},
		outcome: Failed, err: "no such file", calls: []string{"files"},
	},
	{
		name: "source has another size", want: want(title, "new", nil), local: map[string]string{"new": "newer"},
		outcome: Failed, err: "has 5 bytes, the plan wants 3", calls: []string{"files"},
	},
	{
		name: "source has other bytes", want: want(title, "new", nil), local: map[string]string{"new": "eww"},
		outcome: Failed, err: "not the planned ones", calls: []string{"files", "upload"},
	},
	{
		name: "URL by the wiki, without a pin", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL}}, copying: true,
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "URL by the wiki, answer lost, without a pin", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL}}, copying: true,
		faults:  map[string][]fault{"upload A.png": {{after: errLost}}},
		outcome: Unsure, err: "does not show whether it was done", calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "URL by us", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL}},
		outcome: Done, calls: []string{"files", "upload", "files"}, versions: 1,
	},
	{
		name: "URL that the wiki may not fetch", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL}}, copying: true,
		faults:  map[string][]fault{"upload A.png": {{before: unfetched("copyuploadbaddomain", provider.GroundURL)}}},
		outcome: Done, calls: []string{"files", "upload", "upload", "files"}, versions: 1,
	},
	{
		name: "URL that the wiki may not fetch, and nobody else is to", want: plan.Claim{Title: title, Content: &plan.Content{Source: serverOnly}}, copying: true,
		faults:  map[string][]fault{"upload A.png": {{before: unfetched("copyuploadbaddomain", provider.GroundURL)}}},
		outcome: Failed, err: "copyuploadbaddomain", calls: []string{"files", "upload"},
	},
	{
		name: "URL that the wiki refuses for its content", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL}}, copying: true,
		faults:  map[string][]fault{"upload A.png": {{before: wikiError(provider.Rejected, "upload", "verification-error")}}},
		outcome: Failed, err: "verification-error", calls: []string{"files", "upload"},
	},
	{
		name: "URL with a pin gives other bytes", want: plan.Claim{Title: title, Content: &plan.Content{Source: byURL, Digest: digestOf("pinned")}},
		outcome: Failed, err: "https://x.example/a.png now gives sha1", calls: []string{"files"},
	},
}
