package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/spec"
)

// MaxSaved is the size of the largest saved plan that [Read] reads, in bytes.
const MaxSaved = 512 << 20

// FormatError says that something is no plan that this wikiform can read.
type FormatError struct {
	Problem string
	Advice  string // what to do now
}

func (e *FormatError) Error() string { return e.Problem }

// Hint implements [provider.Hinter].
func (e *FormatError) Hint() string { return e.Advice }

// planBegins is how every saved plan begins.
const planBegins = `{"format_version":"`

func notSaved() error { return &FormatError{"it is not a plan that wikiform saved", planAgain} }

const planAgain = "Plan again: wikiform plan -out=FILE"

// Read reads a saved plan. Whatever [Write] would have written otherwise, be it
// by one byte, is refused with a [*FormatError]: who changes a plan must not be
// able to have it carried out. The error of r is returned as it is.
func Read(r io.Reader) (*Plan, error) {
	var whole bytes.Buffer
	if _, err := io.CopyN(&whole, r, int64(len(planBegins))); err != nil && err != io.EOF {
		return nil, err
	}
	if whole.String() != planBegins {
		return nil, notSaved() // nobody knows how much more there is of it
	}
	if _, err := whole.ReadFrom(io.LimitReader(r, MaxSaved+1-int64(whole.Len()))); err != nil {
		return nil, err
	}
	b := whole.Bytes()
	if len(b) > MaxSaved {
		return nil, &FormatError{"it is larger than " + number.Bytes(MaxSaved) + ", which no plan is", planAgain}
	}
	if err := checkVersion(b); err != nil {
		return nil, err
	}
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, damaged("%v", err)
	}
	p, err := d.plan()
	if err != nil {
		return nil, damaged("%v", err)
	}
	same := sameAs{rest: b}
	if err := Write(&same, p); err != nil {
		return nil, damaged("%v", errors.Unwrap(err))
	}
	if same.differs || len(same.rest) > 0 {
		var again bytes.Buffer
		if err := Write(&again, p); err != nil {
			return nil, damaged("%v", err)
		}
		return nil, damaged("%s", firstDifference(b, again.Bytes()))
	}
	return p, nil
}

// sameAs holds what is written against what is there.
type sameAs struct {
	rest    []byte
	differs bool
}

func (s *sameAs) Write(b []byte) (int, error) {
	rest, same := bytes.CutPrefix(s.rest, b)
	s.rest, s.differs = rest, s.differs || !same
	return len(b), nil
}

func damaged(format string, args ...any) error {
	return &FormatError{"it is not as wikiform wrote it: " + fmt.Sprintf(format, args...), planAgain}
}

// checkVersion looks at nothing but the version: what other versions have in
// their members nobody knows.
func checkVersion(b []byte) error {
	for _, known := range formats {
		if bytes.HasPrefix(b, []byte(`{"format_version":"`+known+`",`)) {
			return nil
		}
	}
	var v struct {
		FormatVersion *string `json:"format_version"`
	}
	switch err := json.Unmarshal(b, &v); {
	case err != nil || v.FormatVersion == nil:
		return notSaved()
	case !slices.Contains(formats, *v.FormatVersion):
		return &FormatError{
			fmt.Sprintf("it has the format version %q, and this wikiform reads %s only", *v.FormatVersion, strings.Join(formats, ", ")),
			"Use the wikiform that saved it, or plan again with this one.",
		}
	}
	return nil // what else is wrong shows when it is read
}

var sums = regexp.MustCompile(`"sha256:[0-9a-f]{64}"`)

// firstDifference says where a plan differs from how it would be written. What
// is changed within a value shows in the sums only.
func firstDifference(a, b []byte) string {
	if bytes.Equal(sums.ReplaceAll(a, nil), sums.ReplaceAll(b, nil)) {
		return "its sums do not fit what it says"
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return fmt.Sprintf("it differs first in line %d", 1+bytes.Count(a[:n], []byte("\n")))
}

// plan undoes Write. What follows from other members is not looked at:
// Read compares it with what Write makes of it.
func (d *document) plan() (*Plan, error) {
	p := &Plan{
		Format: d.FormatVersion, Tool: d.ToolVersion,
		Scope: d.Scope.scope(), LeftOut: d.Scope.LeftOut, Only: d.Scope.Only, Forced: d.Forced, Receipt: d.Receipt, Unsought: d.Unsought, Notes: d.Notes, TagsUntold: d.Summary.TagsUntold,
	}
	if p.Format == FormatVersion {
		p.Format = ""
	}
	for _, k := range p.Only {
		if !slices.Contains(Kinds, k) {
			return nil, fmt.Errorf("it is for changes of the unknown kind %q", k)
		}
	}
	var err error
	if p.Made, err = parseStamp(d.Timestamp); err != nil {
		return nil, err
	}
	if p.Since, err = d.Since.since(); err != nil {
		return nil, err
	}
	if p.Budget, err = d.Requests.budget(); err != nil {
		return nil, err
	}
	if len(d.Wikis) != 1 {
		return nil, fmt.Errorf("it is for %d wikis", len(d.Wikis))
	}
	for name, w := range d.Wikis {
		p.Wiki = Wiki{Name: name, API: w.API, ID: w.WikiID, Generator: w.Generator, Account: w.Actor}
	}
	if p.Orphans, err = orphansOf(d.Orphans); err != nil {
		return nil, err
	}
	p.Changes = make([]Change, len(d.ResourceChanges))
	for i := range d.ResourceChanges {
		m := &d.ResourceChanges[i]
		if p.Changes[i], err = m.change(d.Texts, p.Format); err != nil {
			return nil, fmt.Errorf("resource_changes[%d]: %w", i, err)
		}
		if p.Format == format10 {
			tellKinds(p.Changes[i].Remarks)
		}
	}
	return p, nil
}

func (m scopeMember) scope() spec.Scope {
	return spec.Scope{
		Targets: some(m.Targets), Excludes: some(m.Excludes),
		TargetLists: listsOf(m.TargetFiles), ExcludeLists: listsOf(m.ExcludeFiles),
	}
}

// listsOf are lists of which the names are all that is known.
func listsOf(names []string) []spec.List {
	var lists []spec.List
	for _, name := range names {
		lists = append(lists, spec.List{Name: name})
	}
	return lists
}

func parseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.UTC(), err
}

// some gives an empty list as none.
func some[T any](l []T) []T {
	if len(l) == 0 {
		return nil
	}
	return l
}
