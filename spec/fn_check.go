package spec

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// The checks here keep functions from making results that no manifest needs
// and no machine has room for. They say no before the work is done, and take it
// into account where it is more than looking at the arguments.

func tooLong(bytes int) error {
	if bytes > maxText {
		return fmt.Errorf("the result would be longer than %d MiB", maxText>>20)
	}
	return nil
}

func tooMany(elements int) error {
	if elements > maxElements {
		return fmt.Errorf("the result would have more than %s elements", grouped(maxElements))
	}
	return nil
}

// fits is for functions that write out what is shared in memory.
func fits(_ *meter, _ []cty.Value, s size) error { return tooLong(s.bytes) }

func joinFits(_ *meter, args []cty.Value, s size) error {
	return tooLong(s.bytes + s.elements*textLen(args[0]))
}

func splitFits(_ *meter, args []cty.Value, _ size) error {
	if len(args[1].AsString()) <= maxElements {
		return nil
	}
	return tooMany(strings.Count(args[1].AsString(), args[0].AsString()) + 1)
}

func indentFits(_ *meter, args []cty.Value, _ size) error {
	spaces, _ := args[0].AsBigFloat().Int64()
	if spaces < 0 || spaces > maxText {
		return fmt.Errorf("cannot indent by %d", spaces)
	}
	text := args[1].AsString()
	return tooLong(len(text) + int(spaces)*strings.Count(text, "\n"))
}

func productFits(_ *meter, args []cty.Value, _ size) error {
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

func digitsFit(_ *meter, args []cty.Value, _ size) error {
	if n := textLen(args[0]); n > maxDigits {
		return fmt.Errorf("a number of %s digits", grouped(n))
	}
	return nil
}

// maxFormat is how long a format may be, in bytes.
const maxFormat = 100_000

func dateFits(_ *meter, args []cty.Value, _ size) error {
	if n := textLen(args[0]); n > maxFormat {
		return fmt.Errorf("a format of %d letters", n)
	}
	return nil
}

// formatFits adds up the widths in a format, and what its verbs can put in.
func formatFits(m *meter, args []cty.Value, s size) error {
	format := args[0].AsString()
	if len(format) > maxFormat {
		return fmt.Errorf("a format of %d letters", len(format))
	}
	verbs, wide, numeric := verbsOf(format)
	for _, a := range args[1:] {
		if err := numberFits(a, numeric); err != nil {
			return err
		}
	}
	m.spend(verbs * numberWork)
	return tooLong(wide + len(format) + verbs*(s.bytes+32*(s.elements+len(args))))
}

// verbsOf counts what a format puts in, adds up how wide it is to be at least,
// and tells whether any of it is a number.
func verbsOf(format string) (verbs, wide int, numeric bool) {
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			return verbs, wide, numeric
		}
		verbs++
		format = format[i+1:]
		i = strings.IndexFunc(format, func(r rune) bool { return r == '%' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' })
		if i < 0 {
			i = len(format)
		} else {
			numeric = numeric || !strings.ContainsRune("%svqt", rune(format[i]))
		}
		for _, digits := range strings.FieldsFunc(format[:i], func(r rune) bool { return r < '0' || r > '9' }) {
			n := maxText + 1
			if len(digits) < 8 {
				_, _ = fmt.Sscanf(digits, "%d", &n)
			}
			if wide += n; wide > maxText {
				return verbs, wide, numeric
			}
		}
		format = format[min(len(format), i+1):]
	}
}

// numberFits looks at a text that a verb may take for a number.
func numberFits(a cty.Value, numeric bool) error {
	switch n := textLen(a); {
	case n == 0:
		return nil
	case n > maxDigits && numeric && strings.ContainsRune("+-.0123456789", rune(a.AsString()[0])):
		return fmt.Errorf("a number of %s digits", grouped(n))
	case n > maxDigits:
		return nil
	}
	if n, err := cty.ParseNumberVal(a.AsString()); err == nil {
		return plain(n)
	}
	return nil
}
