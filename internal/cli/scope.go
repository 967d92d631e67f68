package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wikiform/plan"
)

// declareScope are the options of what a plan is for.
func (o *workOptions) declareScope(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.scope.Targets, "target", nil, "plan only the files of `PATTERN`, an address or File:TITLE with * and ?; repeatable")
	flags.StringArrayVar(&o.scope.Excludes, "exclude", nil, "leave out the files of `PATTERN`, whatever -target says; repeatable")
	flags.Var(&o.only, "only", "plan only these `KINDS` of changes, separated by commas: create (new files), content (new versions of others), text (their descriptions)")
}

// kinds is a flag for kinds of changes.
type kinds []plan.Kind

func (f *kinds) String() string { return "" }
func (f *kinds) Type() string   { return "kinds" }
func (f *kinds) Set(s string) error {
	var known []string
	for _, k := range plan.Kinds {
		known = append(known, string(k))
	}
	for _, name := range strings.Split(s, ",") {
		if !slices.Contains(known, name) {
			return unknownName("kind of changes", name, known)
		}
		*f = append(*f, plan.Kind(name))
	}
	return nil
}

// list has each kind once, in the order of plan.Kinds; none when all were asked for.
func (f kinds) list() []plan.Kind {
	var list []plan.Kind
	for _, k := range plan.Kinds {
		if slices.Contains(f, k) {
			list = append(list, k)
		}
	}
	if len(list) == len(plan.Kinds) {
		return nil
	}
	return list
}

// narrow keeps the files of the manifest that are in the scope. What titles they
// have, only the wiki knows.
func (s *session) narrow(ctx context.Context, facts *plan.Facts) error {
	if s.opts.scope.Titles() {
		if err := plan.Stored(ctx, s.client, s.manifest.Files, facts); err != nil {
			return fmt.Errorf("%s: %w", s.where(), err)
		}
	}
	files, err := s.opts.scope.Choose(s.manifest.Files)
	if err != nil {
		return usageError{err}
	}
	s.manifest.Files = files
	return nil
}

// signed writes into a plan where it comes from, and that it is not for all
// that the manifest says when it is not; all is how many files that has.
func (s *session) signed(p *plan.Plan, all int) *plan.Plan {
	p.Tool, p.Made, p.Scope, p.Only = Version, time.Now().UTC().Truncate(time.Second), s.opts.scope, s.opts.only.list()
	if !p.Scope.Complete() {
		p.Notes = append(p.Notes, fmt.Sprintf("This plan is for %d of the manifest's %s, as -target and -exclude say. It does not tell how the others compare.",
			len(s.manifest.Files), count(all, "file")))
	}
	if len(p.Only) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("This plan is only for %s, as -only says. It does not tell what else would change.", kindNames(p.Only)))
	}
	return p
}

// kindNames says for people what kinds are.
func kindNames(only []plan.Kind) string {
	var names []string
	for _, k := range only {
		names = append(names, map[plan.Kind]string{
			plan.NewFiles:    "new files",
			plan.NewContents: "new versions of files that are there",
			plan.NewTexts:    "descriptions of files that are there",
		}[k])
	}
	return strings.Join(names, " and ")
}
