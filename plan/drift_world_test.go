package plan

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wikiform/provider"
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
