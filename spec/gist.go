package spec

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

var (
	quotedName   = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	nameOrNumber = regexp.MustCompile(quotedName.String() + `|\b[0-9][0-9,.]*\b`)
)

// gist is what a fault says without the names and numbers in it. Names stand in
// quotes, but for those that an author wrote into a rule's message, or that are in
// what is quoted of a page: those are values of each. The gists that are known spare
// the time for the same words again.
func (x fault) gist(known map[string]string) string {
	g := x.cause()
	for _, name := range x.names() {
		g = withoutName(g, name)
	}
	if _, again := known[g]; !again {
		known[g] = nameOrNumber.ReplaceAllLiteralString(g, "…")
	}
	return known[g]
}

// suggested is in the detail of a diagnostic what comes before a suggestion. Of very
// many faults only the first have one (see [maxGuessed]).
type suggested struct {
	cause string
	extra any // of the diagnostic otherwise
}

// UnwrapDiagnosticExtra implements [hcl.DiagnosticExtraUnwrapper].
func (s suggested) UnwrapDiagnosticExtra() any { return s.extra }

// cause is the detail without a suggestion.
func (x fault) cause() string {
	if s, ok := hcl.DiagnosticExtra[suggested](x.Diagnostic); ok {
		return s.cause
	}
	return x.Detail
}

// shortest and longest are the bytes of a value that is taken for a name.
const shortest, longest = 2, 250

// names are the texts that each stands for in the instance, long ones first.
func (x fault) names() []string {
	if x.instance == "" || x.EvalContext == nil {
		return nil
	}
	each := x.EvalContext.Variables["each"]
	if each == cty.NilVal {
		return nil
	}
	var names []string
	add := func(v cty.Value) {
		if v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
			return
		}
		if s := v.AsString(); len(s) >= shortest && len(s) <= longest {
			names = append(names, s)
		}
	}
	add(each.GetAttr("key"))
	value := each.GetAttr("value")
	add(value)
	for _, name := range keysOf(value) {
		if value.Type().IsObjectType() && !value.IsMarked() && value.IsKnown() && !value.IsNull() {
			add(value.GetAttr(name))
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return names
}

// withoutName leaves a name out of a text wherever it stands by itself.
func withoutName(text, name string) string {
	var b strings.Builder
	first, _ := utf8.DecodeRuneInString(name)
	last, _ := utf8.DecodeLastRuneInString(name)
	for {
		at := strings.Index(text, name)
		if at < 0 && b.Len() == 0 {
			return text
		}
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := at + len(name)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if inWord(before) && inWord(first) || inWord(last) && inWord(after) {
			b.WriteString(text[:end])
		} else {
			b.WriteString(text[:at] + "…")
		}
		text = text[end:]
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
