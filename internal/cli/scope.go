package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wikiform/plan"
)

// declareScope are the options of what a plan is for.
func (o *workOptions) declareScope(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.scope.Targets, "target", nil, "plan only what `PATTERN` matches, an address or File:TITLE with * and ?; repeatable")
	flags.StringArrayVar(&o.scope.Excludes, "exclude", nil, "leave out what `PATTERN` matches, whatever -target says; repeatable")
	flags.StringArrayVar(&o.targetFiles, "target-file", nil, "plan only, beside what -target matches, what `FILE` names, a worklist or a list of addresses; - is standard input; repeatable")
	flags.StringArrayVar(&o.excludeFiles, "exclude-file", nil, "leave out what `FILE` names, as -exclude does; - is standard input; repeatable")
	o.worklist.declare(flags)
	flags.Var(&o.only, "only", "plan only these `KINDS` of changes, separated by commas: create (new files), content (new versions of others), text (their descriptions), tags (change tags on what was written before), move, redirect, delete")
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
