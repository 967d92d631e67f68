package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/endpoint"
)

// savedOptions say which reviewed plan apply carries out: one in a file, or the
// one that has a digest, or what is left of that.
type savedOptions struct {
	file   string
	expect string
	list   string // file with the digests of what the plan with the digest expect does
	stale  staleMode

	reviewed *plan.Digests // the content of list; nil without one
}

func (o *savedOptions) declare(flags *pflag.FlagSet) {
	flags.Var(digestFlag{&o.expect}, "expect-digest", "apply only a plan with this `DIGEST`, and do not ask")
	flags.StringVar(&o.list, "digests", "", "with -expect-digest: also what is left of that plan, whose digests plan saved as `FILE`")
	flags.Var(&o.stale, "stale", "when a file is not as PLAN saw it: `MODE` abort (default) writes nothing, skip leaves it out")
}

// args takes the name of a plan file.
func (o *savedOptions) args(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("one saved plan is taken, not %d", len(args))
	}
	if len(args) == 1 {
		if o.file = args[0]; o.file == "" { // an unset variable; without a plan everything would be applied
			return errors.New("the name of the saved plan is empty")
		}
	}
	return nil
}

// staleMode is abort, the zero value, or skip.
type staleMode string

const staleSkip staleMode = "skip"

func (m *staleMode) String() string { return string(*m) }
func (m *staleMode) Type() string   { return "mode" }
func (m *staleMode) Set(s string) error {
	if s != "abort" && s != string(staleSkip) {
		return fmt.Errorf("abort or skip is wanted")
	}
	*m = staleMode(s)
	return nil
}

// asks reports whether somebody has to agree to the plan: a plan that was saved
// or is known by its digest was agreed to before.
func (o *applyOptions) asks() bool {
	return !o.autoApprove && o.saved.file == "" && o.saved.expect == ""
}

// check refuses options that contradict each other.
func (o *applyOptions) check() error {
	switch {
	case len(o.review.show) > 0:
		return hinted{usagef("-show only chooses what is printed, and apply would also do what it does not print"),
			"To do a part of it: wikiform apply -only=create,content,text (one or two of them), or -target=PATTERN."}
	case o.saved.file != "" && !o.scope.Complete():
		return hinted{usagef("-target and -exclude cannot be used with a saved plan, which says itself what it is for"),
			"Give them to wikiform plan."}
	case o.saved.file != "" && len(o.only) > 0:
		return hinted{usagef("-only cannot be used with a saved plan, which says itself what it is for"), "Give it to wikiform plan."}
	case o.saved.list != "" && o.saved.expect == "":
		return hinted{usagef("-digests is the list that belongs to a digest, and there is none"), "Give that of the reviewed plan too: -expect-digest=DIGEST"}
	case o.saved.file == "" && o.saved.stale != "":
		return hinted{usagef("-stale is for a saved plan"), "Save one with: wikiform plan -out=FILE"}
	}
	return o.review.check()
}

// planFor is the plan to apply.
func (s *session) planFor(ctx context.Context, o *applyOptions) (*plan.Plan, error) {
	if o.saved.file == "" {
		return s.planned(ctx)
	}
	p, err := s.app.readPlan(o.saved.file)
	if err != nil {
		return nil, err
	}
	return s.declared(ctx, p, o.saved.file)
}

// readPlan reads a plan that -out saved.
func (a *app) readPlan(name string) (*plan.Plan, error) {
	f, err := os.Open(a.path(name))
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	p, err := plan.Read(f)
	if e, ok := errors.AsType[*plan.FormatError](err); ok {
		return nil, hinted{fmt.Errorf("%s: %w", name, err), e.Hint}
	}
	return p, err
}

// declared connects to the wiki of a saved plan and holds the plan against the
// manifests at hand.
func (s *session) declared(ctx context.Context, saved *plan.Plan, name string) (*plan.Plan, error) {
	if err := s.chooseFor(saved.Wiki); err != nil {
		return nil, err
	}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	if id := s.client.Site().ID; id != saved.Wiki.ID {
		return nil, fmt.Errorf("%s: the plan is for the wiki %q, and %s is now %q", name, saved.Wiki.ID, s.where(), id)
	}
	s.keepFilesOf(saved)
	sums, err := s.digests(ctx)
	if err != nil {
		return nil, err
	}
	facts := plan.Facts{Site: s.client.Site(), Account: s.client.Account(), Automation: s.opts.locked || s.app.automation()}
	wants := plan.Wants(s.manifest, sums, facts.Site)
	if err := saved.Settle(ctx, s.client, wants, &facts); err != nil {
		return nil, fmt.Errorf("%s: %w", s.where(), err)
	}
	p, undeclared := saved.Declared(wants, facts)
	if undeclared != nil {
		return nil, refused(name, undeclared)
	}
	return p, nil
}

// chooseFor finds the wiki of a plan among those of the manifest. The plan may
// choose one of them and nothing else.
func (s *session) chooseFor(w plan.Wiki) error {
	if s.opts.wiki != "" && s.opts.wiki != w.Name {
		return usagef("the plan is for the wiki %s, not for %s", w.Name, s.opts.wiki)
	}
	for _, declared := range s.manifest.Wikis {
		if declared.Name == w.Name && sameAPI(declared.API, w.API) {
			s.wiki = declared
			return nil
		}
	}
	if len(s.manifest.Wikis) == 0 && w.Name == s.name() && w.API == s.wiki.API {
		return nil
	}
	return fmt.Errorf("the plan is for the wiki %q at %q, which no manifest declares", w.Name, w.API)
}

// sameAPI reports whether a plan's address is the declared one, however it was
// written when the plan was made.
func sameAPI(declared, planned string) bool {
	e, err := endpoint.Parse(planned)
	return err == nil && e.String() == declared
}

// keepFilesOf drops the files that a plan does not write: they need no hash.
func (s *session) keepFilesOf(p *plan.Plan) {
	written := map[string]bool{}
	for _, c := range p.Changes {
		if c.Action == plan.Create || c.Action == plan.Update {
			written[string(c.Address)] = true
		}
	}
	kept := s.manifest.Files[:0]
	for _, f := range s.manifest.Files {
		if written[string(f.Address)] {
			kept = append(kept, f)
		}
	}
	s.manifest.Files = kept
}

// refused says what a plan would do and the manifests do not say.
func refused(name string, undeclared []plan.Undeclared) error {
	const most = 10
	text := fmt.Sprintf("%s: the manifests at hand do not declare what this plan would do, so nothing was written", name)
	var list bytes.Buffer
	for _, u := range undeclared[:min(len(undeclared), most)] {
		fmt.Fprintf(&list, "%s: %s\n", u.Change.Address, u.Why)
	}
	if more := len(undeclared) - most; more > 0 {
		fmt.Fprintf(&list, "and %s more\n", count(more, "file"))
	}
	return hinted{errors.New(text), list.String() + "Plan again, or check out the commit that was planned, with the same variables."}
}

// stillTrue reads all preconditions of a saved plan before anything is written,
// and stops if one of them does not hold, unless such files are to be skipped.
func (s *session) stillTrue(ctx context.Context, p *plan.Plan, o *savedOptions) error {
	if o.file == "" || o.stale == staleSkip {
		return nil
	}
	r := apply.Runner{Wiki: s.client}
	report, err := r.Check(ctx, p)
	if err != nil {
		return fmt.Errorf("%s: %w", s.where(), err)
	}
	if report.Count(apply.Stale) == 0 {
		return nil
	}
	s.app.summarize(s, report)
	s.app.note("Nothing was written. Plan again, or apply the rest with -stale=skip.")
	return outcome(exitStale)
}

// save writes the plan where -out says.
func (s *session) save(ctx context.Context, p *plan.Plan, name string) error {
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	if err := plan.Write(&b, p); err != nil {
		return err
	}
	if err := s.place.Replace(ctx, s.app.path(name), b.Bytes(), 0o644); err != nil {
		return err
	}
	s.app.note("The plan was saved as %s, with the digest %s.", provider.Visible(name), p.Digest())
	if p.Pending() && !s.app.automation() {
		s.app.note("To do exactly this: wikiform apply %s", shellQuote(name))
	}
	return nil
}
