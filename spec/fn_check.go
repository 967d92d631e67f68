package spec

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// The checks here keep functions from making results that no manifest needs
// and no machine has room for. They say no before the work is done.

func tooLong(bytes int) error {
	if bytes > maxText {
		return fmt.Errorf("the result would be longer than %d MiB", maxText>>20)
	}
	return nil
}

func tooMany(elements int) error {
	if elements > maxElements {
		return fmt.Errorf("the result would have more than %d elements", maxElements)
	}
	return nil
}

// fits is for functions that write out what is shared in memory.
func fits(args []cty.Value) error {
	_, err := sizeOf(args)
	return err
}

func sizeOf(args []cty.Value) (size, error) {
	var s size
	for _, a := range args {
		if err := s.add(a); err != nil {
			return s, err
		}
	}
	return s, tooLong(s.bytes)
}

func joinFits(args []cty.Value) error {
	s, err := sizeOf(args[1:])
	if err != nil {
		return err
	}
	return tooLong(s.bytes + s.elements*textLen(args[0]))
}

func splitFits(args []cty.Value) error {
	if len(args[1].AsString()) <= maxElements {
		return nil
	}
	return tooMany(strings.Count(args[1].AsString(), args[0].AsString()) + 1)
}

func indentFits(args []cty.Value) error {
	spaces, _ := args[0].AsBigFloat().Int64()
	if spaces < 0 || spaces > maxText {
		return fmt.Errorf("cannot indent by %d", spaces)
	}
	text := args[1].AsString()
	return tooLong(len(text) + int(spaces)*strings.Count(text, "\n"))
}

var (
	verbs  = regexp.MustCompile(`%[^a-zA-Z%]*`)
	widths = regexp.MustCompile(`[0-9]+`)
)

// formatFits adds up the widths in a format, and what its verbs can put in.
func formatFits(args []cty.Value) error {
	format := args[0].AsString()
	s, err := sizeOf(args)
	if err != nil {
		return err
	}
	if err := numbersFit(args[1:]); err != nil {
		return err
	}
	wide := 0
	for _, w := range widths.FindAllString(strings.Join(verbs.FindAllString(format, -1), ""), -1) {
		n := maxText + 1
		if len(w) < 8 {
			_, _ = fmt.Sscanf(w, "%d", &n)
		}
		wide += n
		if err := tooLong(wide); err != nil {
			return err
		}
	}
	return tooLong((wide + len(format)) + strings.Count(format, "%")*(s.bytes+32*(s.elements+len(args))))
}

// numbersFit looks at texts that a verb may take for numbers.
func numbersFit(args []cty.Value) error {
	for _, a := range args {
		if a.Type() == cty.String && !a.IsNull() {
			if n, err := cty.ParseNumberVal(a.AsString()); err == nil {
				if err := plain(n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func digitsFit(args []cty.Value) error {
	if args[0].Type() == cty.String && len(args[0].AsString()) > 1000 {
		return fmt.Errorf("a number of %d digits", len(args[0].AsString()))
	}
	return nil
}

func replaceFits(args []cty.Value) error {
	text, part, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
	if strings.HasPrefix(part, "/") {
		if err := patternFits(args[1:]); err != nil {
			return err
		}
	}
	re, err := slashed(part)
	if re == nil || err != nil {
		return tooLong(len(text) + strings.Count(text, part)*len(with))
	}
	if len(text)*(1+len(with)) < maxText {
		return nil
	}
	// Matches do not overlap, so each $1 can repeat the text at most once.
	matches := len(re.FindAllStringIndex(text, -1))
	return tooLong(len(text)*(1+strings.Count(with, "$")) + matches*len(with))
}

// patternFits bounds patterns: compiled, they are a hundred times as large.
func patternFits(args []cty.Value) error {
	if n := len(args[0].AsString()); n > maxPattern {
		return fmt.Errorf("a pattern of %d characters; the most is %d", n, maxPattern)
	}
	return nil
}

const maxPattern = 10_000

func matchesFit(args []cty.Value) error {
	if err := patternFits(args); err != nil {
		return err
	}
	text := args[1].AsString()
	if len(text) < maxElements {
		return nil
	}
	re, err := regexp.Compile(args[0].AsString())
	if err != nil {
		return nil // the function says so
	}
	return tooMany(len(re.FindAllStringIndex(text, maxElements+1)) * (1 + re.NumSubexp()))
}

func productFits(args []cty.Value) error {
	n := len(args)
	for _, a := range args {
		if !a.CanIterateElements() {
			return nil // the function says so
		}
		if n *= a.LengthInt(); n > maxElements {
			return tooMany(n)
		}
	}
	return nil
}

// csvFits counts cells by lines and by the columns of the header.
func csvFits(args []cty.Value) error {
	text := args[0].AsString()
	header, _, _ := strings.Cut(text, "\n")
	return tooMany(strings.Count(text, "\n") * (2 + strings.Count(header, ",")))
}

const maxDataDepth = 1000 // levels of a JSON or YAML text that is data

func jsonFits(args []cty.Value) error {
	text := args[0].AsString()
	if jsonTooDeep([]byte(text), maxDataDepth) >= 0 {
		return fmt.Errorf("the text is nested in more than %d levels", maxDataDepth)
	}
	return tooMany(separators(text))
}

// separators counts commas outside of JSON's strings.
func separators(text string) int {
	n, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			n++
		}
	}
	return n
}
