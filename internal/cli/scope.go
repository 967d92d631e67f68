package cli

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"wikiform/plan"
	"wikiform/spec"
)

func declareScope(flags *pflag.FlagSet, s *spec.Scope) {
	flags.StringArrayVar(&s.Targets, "target", nil, "plan only the files of `PATTERN`, an address or File:TITLE with * and ?; repeatable")
	flags.StringArrayVar(&s.Excludes, "exclude", nil, "leave out the files of `PATTERN`, whatever -target says; repeatable")
}

// narrow keeps the files of the manifest that are in the scope.
func (s *session) narrow() error {
	files, err := s.opts.scope.Choose(s.manifest.Files)
	if err != nil {
		return usageError{err}
	}
	s.manifest.Files = files
	return nil
}

// signed writes into a plan where it comes from, and that it is not for all
// files of the manifest when it is not.
func (s *session) signed(p *plan.Plan, all int) *plan.Plan {
	p.Tool, p.Made, p.Scope = Version, time.Now().UTC().Truncate(time.Second), s.opts.scope
	if !p.Scope.Complete() {
		p.Notes = append(p.Notes, fmt.Sprintf("This plan is for %d of the manifest's %s, as -target and -exclude say. It does not tell how the others compare.",
			len(p.Changes), count(all, "file")))
	}
	return p
}
