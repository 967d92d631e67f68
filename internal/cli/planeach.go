package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wikiform/plan/render"
)

// plan -wiki=staging -wiki=production makes a plan for each wiki, one after the other, as
// so many runs would. What is written into files is written into one for each.

// checkSeveral refuses what there can be only one of, where there is a plan for each of
// several wikis.
func (o *planOptions) checkSeveral() error {
	names := o.wiki.flags
	if len(names) < 2 {
		return nil
	}
	for i, name := range names {
		if slices.ContainsFunc(names[:i], func(before string) bool { return strings.EqualFold(before, name) }) {
			return usagef("-wiki=%s: some systems tell its files not from those of another wiki that is named; plan for it alone", name)
		}
	}
	for _, r := range o.review.reports {
		if base := filepath.Base(r.path); r.format == formatSheets && (base == "." || base == ".." || base == string(filepath.Separator)) {
			return hinted{usagef("-report=%s:%s does not tell wikis apart, and this makes a plan for each of %d", r.format, r.path, len(names)),
				fmt.Sprintf("Name a directory: -report=contactsheet:plan.sheets gives %s.", ofWiki("plan.sheets", names[0]))}
		}
	}
	switch {
	case o.review.format == render.FormatJSON:
		return hinted{usagef("-json prints one plan as one document, and this makes %d plans", len(names)),
			fmt.Sprintf("Have each written into a file: -report=json:plan.json gives %s.", ofWiki("plan.json", names[0]))}
	case o.renames != "":
		return hinted{usagef("-renames writes what is for all wikis of the manifest, and this makes a plan for each of %d", len(names)), "Plan for one of them with -renames."}
	case standardOutput(o.worklist.name):
		return hinted{usagef("-worklist=%s does not tell wikis apart, and this makes a plan for each of %d", o.worklist.name, len(names)),
			fmt.Sprintf("Have each written into a file: -worklist=left.jsonl gives %s.", ofWiki("left.jsonl", names[0]))}
	}
	return nil
}

// planEach makes the plans. A wiki of which there can be no plan does not keep the others
// from having one; the exit code is the most serious of theirs.
func (a *app) planEach(ctx context.Context, o *planOptions) error {
	if err := a.readLists(&o.workOptions); err != nil { // standard input is there once
		return err
	}
	a.told = map[finding]bool{}
	worst := exitOK
	for i, name := range o.wiki.flags {
		if i > 0 {
			fmt.Fprintln(a.Out)
		}
		err := a.makePlan(ctx, o.forWiki(name))
		a.unwatch()
		_, usage := errors.AsType[usageError](err)
		_, ended := errors.AsType[outcome](err)
		if usage || ctx.Err() != nil && err != nil && !ended {
			return err
		}
		worst = moreSerious(worst, a.report(err))
	}
	if worst == exitOK {
		return nil
	}
	return outcome(worst)
}

// forWiki are the options of the plan for one of the wikis.
func (o *planOptions) forWiki(name string) *planOptions {
	each := *o
	each.wiki.name = name
	each.targetFiles, each.excludeFiles = nil, nil // which have been read
	for _, file := range []*string{&each.out, &each.digests, &each.worklist.name, &each.since.name} {
		*file = fileOfWiki(*file, name)
	}
	each.review.reports = slices.Clone(o.review.reports)
	for i, r := range each.review.reports {
		if r.format == formatSheets {
			r.path = filepath.Clean(r.path) // sheets/ is the directory sheets
		}
		if !standardOutput(r.path) {
			each.review.reports[i].path = fileOfWiki(r.path, name)
		}
	}
	return &each
}

// fileOfWiki is [ofWiki], but for a device or a pipe, such as /dev/null, which all plans go to.
func fileOfWiki(file, wiki string) string {
	if device(file) {
		return file
	}
	return ofWiki(file, wiki)
}

// device reports whether a path is that of a device or a pipe, which is there for more than
// one to write into.
func device(file string) bool {
	info, err := os.Stat(file)
	return err == nil && filepath.IsAbs(file) && !info.Mode().IsRegular() && !info.IsDir()
}

// ofWiki is what a file is called for one of several wikis: of release.wikiplan it is
// release-staging.wikiplan. What has no name of its own stays as it is: "", and a directory
// such as . or reports/.
func ofWiki(file, wiki string) string {
	dir, base := filepath.Split(file)
	if base == "" || base == "." || base == ".." {
		return file
	}
	end := filepath.Ext(base)
	if end == base { // a hidden file
		end = ""
	}
	return dir + strings.TrimSuffix(base, end) + "-" + wiki + end
}

// moreSerious is the one of two exit codes of plans that says more of what is wrong: that
// there is an error, that something refuses the plan, that changes are pending.
func moreSerious(a, b int) int {
	order := []int{exitOK, exitPending, exitCheck, exitError}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
