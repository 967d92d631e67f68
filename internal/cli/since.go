package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"wikiform/apply/reconcile"
	"wikiform/internal/checkout"
	"wikiform/internal/cursor"
	"wikiform/provider"
)

// sinceOptions say since which plan something must have changed to be read.
type sinceOptions struct{ name string }

func (o *sinceOptions) declare(flags *pflag.FlagSet) {
	flags.StringVar(&o.name, "since", "", "read only what changed since the last plan with this `FILE`, which is written anew; of all else what that plan saw decides")
}

// check refuses what goes with no plan of what changed.
func (o *sinceOptions) check(w *workOptions) error {
	if o.name == "" {
		return nil
	}
	const whole = "Leave -since out: a plan for a part of the manifest reads no more than that part anyway."
	switch {
	case standardOutput(o.name):
		return usagef("-since=%s: what the next plan begins with is kept as a file", o.name)
	case !w.scope.Complete() || len(w.targetFiles)+len(w.excludeFiles) > 0:
		return hinted{usagef("-since cannot be used with -target, -exclude and files of them: its file says of the whole manifest what is settled, and of what is left out nothing would be known"), whole}
	case len(w.only) > 0:
		return hinted{usagef("-since cannot be used with -only: a file of which other things than these differ would be taken for settled"), whole}
	case w.orphans:
		return hinted{usagef("-since cannot be used with -orphans: what no block names may be among what did not change, and would have to be looked for all the same"), "Plan without -since to find orphans."}
	}
	return checkTarget("-since", o.name)
}

// readSince reads the file of -since.
func (j *job) readSince(o *sinceOptions) (*reconcile.Since, error) {
	if o.name == "" {
		return nil, nil
	}
	path, err := j.place.Real(j.path(o.name))
	if err != nil {
		return nil, fmt.Errorf("-since=%s: %w", o.name, err)
	}
	if top := j.checkoutOf(path); j.Automation() && top != "" {
		return nil, hinted{
			usagef("-since=%s is in %s, which holds what was checked out: whoever writes a branch could bring such a file, and with it say what is not read", o.name, provider.Visible(top)),
			"In automation name a file that no branch can bring, such as $RUNNER_TEMP/wikiform.cursor.",
		}
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		j.note("There is no %s yet, so everything is read.", provider.Visible(o.name))
		return &reconcile.Since{}, nil
	case err != nil:
		return nil, unread("-since="+o.name, path, err)
	case !info.Mode().IsRegular():
		return nil, usagef("-since=%s is no regular file", o.name)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unread("-since="+o.name, path, err)
	}
	defer f.Close()
	if kept, err := cursor.Begins(f); err != nil {
		return nil, unread("-since="+o.name, path, err)
	} else if !kept {
		return nil, hinted{usagef("-since=%s is no file of -since, and would be written over", o.name), "Name one that is not there yet."}
	}
	from, err := cursor.Read(f)
	if bad, ok := errors.AsType[*cursor.FormatError](err); ok {
		return &reconcile.Since{Why: "the cursor cannot be used: " + bad.Error()}, nil
	}
	if err != nil {
		return nil, unread("-since="+o.name, path, err)
	}
	return &reconcile.Since{From: from}, nil
}

// checkoutOf is the directory that a path without links is in and whose files a branch
// brings; "" for none. Not every checkout has a repository of git's in it.
func (j *job) checkoutOf(path string) string {
	dir := filepath.Dir(path)
	if top := checkout.Top(dir); top != "" {
		return top
	}
	for _, top := range []string{j.abs, j.root.Name(), j.Env["GITHUB_WORKSPACE"], j.Env["CI_PROJECT_DIR"]} {
		if top == "" {
			continue
		}
		if real, err := filepath.EvalSymlinks(top); err == nil {
			top = real
		}
		if rel, err := filepath.Rel(top, dir); err == nil && (rel == "." || filepath.IsLocal(rel)) && !strings.HasPrefix(rel, "..") {
			return top
		}
	}
	return ""
}

// saveSince writes what the next plan begins with.
func (j *job) saveSince(ctx context.Context, o *sinceOptions, since *reconcile.Since) error {
	if since == nil {
		return nil
	}
	if since.Next == nil {
		j.note("The wiki does not say what time it is, so %s was not written.", provider.Visible(o.name))
		return nil
	}
	return j.place.Replace(ctx, j.path(o.name), since.Next.Bytes(), 0o600)
}
