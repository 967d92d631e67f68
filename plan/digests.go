package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"wikiform/internal/number"
)

// MaxDigests is the size of the longest list that [ReadDigests] reads, in bytes;
// a file of the manifest takes 200 or so.
const MaxDigests = 64 << 20

// digestsHead is the first line of every list. The others are
//
//	SUM ASPECT "File:TITLE"
//
// and, of a plan that did not read all files, one with "since" and a time in their place, in ascending order of their sums, which are those of [leaf] in hexadecimal
// digits. The rest of a line follows from that, and is for people and messages.
const digestsHead = "wikiform digests 1\n"

// sumDigits is the length of a sum on its line.
const sumDigits = 2 * sha256.Size

// Digests are the sums of everything that a plan writes, one for each aspect of
// each change. Their root is the plan's digest: whoever knows the digest of a
// reviewed plan can therefore be given its list, and tell from it whether what
// another plan does was reviewed. The list is in one order, whatever that of the
// plan was.
type Digests struct{ lines []string }

// Digests lists what the plan writes.
func (p *Plan) Digests() Digests {
	var d Digests
	for i := range p.Changes {
		for _, l := range p.Changes[i].leaves(p.Wiki.API) {
			d.lines = append(d.lines, l.line())
		}
	}
	if p.Since != nil {
		d.lines = append(d.lines, p.Since.line(p.Wiki.API))
	}
	slices.Sort(d.lines)
	return d
}

func (l *leaf) line() string {
	return strings.TrimPrefix(l.sum(), "sha256:") + l.label()
}

// label is what follows a sum. What no terminal should get is escaped, as in a
// saved plan.
func (l *leaf) label() string {
	var e encoder
	e.value(l.Title)
	name := e.Bytes()
	if b, err := visible(name); err == nil {
		name = b
	}
	return " " + string(l.Aspect) + " " + string(name)
}

// String is the list as it is saved.
func (d Digests) String() string {
	var b strings.Builder
	b.WriteString(digestsHead)
	for _, line := range d.lines {
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// Root is the digest of a plan that has this list: the sum of the list as it is
// saved.
func (d Digests) Root() string { return sha256Of([]byte(d.String())) }

// Len is the number of entries for what the plan writes.
func (d Digests) Len() int {
	n := 0
	for _, line := range d.lines {
		if !strings.HasPrefix(line[sumDigits:], " "+sinceEntry+" ") {
			n++
		}
	}
	return n
}

// has reports whether the sum of a line is in the list.
func (d Digests) has(line string) bool {
	_, found := slices.BinarySearchFunc(d.lines, line, func(line, wanted string) int {
		return strings.Compare(line[:sumDigits], wanted[:sumDigits])
	})
	return found
}

// ReadDigests reads a list that was saved. Anybody may have written it, so it is
// worth nothing before its root was compared with the digest that was agreed to.
// What is no list is refused with a [*FormatError]; the error of r is returned as
// it is.
func ReadDigests(r io.Reader) (Digests, error) {
	var text bytes.Buffer
	n, err := text.ReadFrom(io.LimitReader(r, MaxDigests+1))
	if err != nil {
		return Digests{}, err
	}
	if n > MaxDigests {
		return Digests{}, notDigests("it is larger than %s, which no list of digests is", number.Bytes(MaxDigests))
	}
	rest, ok := strings.CutPrefix(text.String(), digestsHead)
	if !ok {
		return Digests{}, notDigests("it is not a list of digests that wikiform saved, which begins with %q", strings.TrimSpace(digestsHead))
	}
	var d Digests
	last := ""
	for n := 2; rest != ""; n++ {
		line, more, ended := strings.Cut(rest, "\n")
		switch {
		case !ended:
			return Digests{}, notDigests("line %d has no end: the list was cut off", n)
		case !isEntry(line):
			return Digests{}, notDigests(`line %d is no entry, which looks like: SUM content "File:A.png"`, n)
		case line[:sumDigits] == last:
			return Digests{}, notDigests("line %d is there twice", n)
		case line[:sumDigits] < last:
			return Digests{}, notDigests("line %d is not in ascending order", n)
		}
		d.lines = append(d.lines, line)
		last, rest = line[:sumDigits], more
	}
	return d, nil
}

// isEntry reports whether a line has the form of one.
func isEntry(line string) bool {
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 || len(fields[0]) != sumDigits || strings.Trim(fields[0], "0123456789abcdef") != "" {
		return false
	}
	return (rowOf(Aspect(fields[1])) != nil || fields[1] == sinceEntry) && strings.HasPrefix(fields[2], `"`) && json.Valid([]byte(fields[2]))
}

func notDigests(format string, args ...any) error {
	return &FormatError{fmt.Sprintf(format, args...), "The list is saved together with the plan: wikiform plan -digests=FILE"}
}
