package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"

	"wikiform/apply/reconcile"
	"wikiform/internal/importing"
	"wikiform/internal/landing"
	"wikiform/internal/number"
	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/spec"
)

// land puts down what was made, and looks whether a plan has anything to do then.
func (j *job) land(ctx context.Context, c *connection, found *reconcile.Found, made *importing.Import, o *importOptions) error {
	unlock, err := j.state.Lock(ctx, j.note)
	if err != nil {
		return err
	}
	defer unlock()
	dir, err := writefile.OpenBelow(j.root, j.dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	l, err := landing.Decide(ctx, dir, j.state.Import(o.out), loadOf(o.out, made))
	if err != nil {
		return err
	}
	err = l.Write(ctx, j.fetching(c, found, o))
	if errors.Is(err, landing.ErrBudget) {
		j.unwatch()
		there, all := l.Fetched()
		fmt.Fprintf(j.Out, "%s after %s, as -max-bytes says: %s of %s are there. The manifest is written when all are: run the same command again to go on.\n",
			j.paint(j.Out).Warn("Stopped"), number.Bytes(int64(o.maxBytes)), number.Grouped(there), number.Of(all, "content"))
		return outcome(exitBudget)
	}
	if err != nil {
		return err
	}
	return j.checkImport(ctx, c, l, found, made, o)
}

// loadOf is what was made as it is put down: what others read comes last.
func loadOf(name string, made *importing.Import) landing.Load {
	l := landing.Load{Name: name}
	for _, f := range made.Files {
		file := landing.File{Path: f.Path, Text: f.Text}
		if path.Dir(f.Path) == "." {
			l.Last = append(l.Last, file)
		} else {
			l.Texts = append(l.Texts, file)
		}
	}
	for _, o := range made.Originals {
		l.Originals = append(l.Originals, landing.Original{Path: o.Path, Title: o.Title, Digest: o.Digest})
	}
	return l
}

// fetching is how contents are fetched: few at a time, and one from a wiki that asks for
// that.
func (j *job) fetching(c *connection, found *reconcile.Found, o *importOptions) landing.Fetching {
	const atOnce = 4
	wholes := make(map[provider.Title]provider.Whole, len(found.Wholes))
	for _, w := range found.Wholes {
		wholes[w.Title] = w
	}
	how := landing.Fetching{AtOnce: atOnce, Most: int64(o.maxBytes)}
	if c.Declared.Wikimedia() {
		how.AtOnce = 1
	}
	how.Fetch = func(ctx context.Context, o landing.Original, from int64, w io.Writer) error {
		_, err := c.client.Original(ctx, wholes[o.Title], from, w)
		if e, ok := errors.AsType[*provider.Error](err); ok && slices.Contains(ofOneContent, e.Kind) {
			return &landing.ContentError{Err: err}
		}
		return err
	}
	return how
}

// ofOneContent are the kinds of errors after which other contents may come.
var ofOneContent = []provider.Kind{provider.Source, provider.Conflict, provider.Denied}

// checkImport plans what was imported, and says so when there is nothing to do. Until then
// the run is not over: the same command puts right what changed meanwhile.
func (j *job) checkImport(ctx context.Context, c *connection, l *landing.Landing, found *reconcile.Found, made *importing.Import, o *importOptions) error {
	sources, err := j.diskSources()
	if err != nil {
		return err
	}
	after, err := j.openProject(j.workspace, &o.manifestOptions, sources)
	if err != nil {
		return err
	}
	scope, err := after.Beyond(j.project)
	if err != nil {
		return err
	}
	wiki, err := chooseWiki(after, c.Declared.Name)
	if err != nil {
		return err
	}
	p, err := after.Plan(ctx, reconcile.Target{Declared: wiki, Wiki: c.Wiki}, reconcile.Choice{Scope: scope})
	if err != nil {
		return ofProject(after, err)
	}
	j.unwatch()
	j.showImport(c, found, made, o)
	if differ := reconcile.Differing(p); len(differ) > 0 {
		style := j.style(&reviewOptions{}, j.pathIn(j.repository()))
		if err := j.print(p, "", style); err != nil {
			return err
		}
		return hinted{fmt.Errorf("the plan right after the import is not empty: %s", number.Of(len(differ), "file")),
			"Where somebody changed these files meanwhile, the same command brings what the wiki has now. Else look at the plan: wikiform plan"}
	}
	if err := l.Done(); err != nil {
		return err
	}
	fmt.Fprintf(j.Out, "%s The manifest says what the wiki has: the plan for it is empty.\n", j.paint(j.Out).Good("Done."))
	return nil
}

// whereFrom is what the manifest says that it came from.
func whereFrom(wiki spec.Wiki) string {
	if wiki.API == "" {
		return "the embedded sandbox wiki"
	}
	return wiki.API
}
