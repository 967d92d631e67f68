package importing

import (
	"slices"
	"strconv"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// call is the call of a template in a text, cut at its values.
type call struct {
	before, after string   // of the page
	pieces        []string // what stands before each value, and behind the last one
	keys          []string // names of the parameters; one without a name has its number
	values        []string // without the blanks around them, which are in the pieces
}

// layout is the same for two calls that differ in nothing but their values.
func (c *call) layout() string { return strings.Join(c.pieces, "\x00") }

// as reports whether a call is one in the layout of another one.
func (c *call) as(other *call) bool {
	return slices.Equal(c.keys, other.keys) && filled(c.pieces, c.values) == filled(other.pieces, c.values)
}

// filled puts values between pieces.
func filled(pieces, values []string) string {
	var b strings.Builder
	for i, piece := range pieces {
		b.WriteString(piece)
		if i < len(values) {
			b.WriteString(values[i])
		}
	}
	return b.String()
}

// callOf finds the first call of a template in a text; nil where there is none. The name is
// one as [spec.TemplateName] writes it.
func callOf(text, name string, site provider.Site) *call {
	if !strings.Contains(text, "{{") {
		return nil
	}
	blank := spec.Blanked(text, site)
	var first *braces
	for _, b := range bracesIn(blank) {
		if (first == nil || b.begin < first.begin) && spec.TemplateName(b.name(blank)) == name {
			first = &b
		}
	}
	if first == nil {
		return nil
	}
	return cut(text, blank, first)
}

// cut takes a call apart.
func cut(text, blank string, b *braces) *call {
	c := &call{before: text[:b.begin], after: text[b.end:]}
	last, number := b.begin, 0
	for i, p := range b.parts {
		begin, end, key := p.bar+1, b.end-len("}}"), ""
		if i+1 < len(b.parts) {
			end = b.parts[i+1].bar
		}
		if p.equals > 0 {
			key = strings.Trim(strings.ReplaceAll(blank[begin:p.equals], "\x00", ""), space)
			begin = p.equals + 1
		} else {
			number++
			key = strconv.Itoa(number)
		}
		value := strings.Trim(text[begin:end], space)
		begin += leading(text[begin:end])
		c.pieces = append(c.pieces, text[last:begin])
		c.keys, c.values = append(c.keys, key), append(c.values, value)
		last = begin + len(value)
	}
	c.pieces = append(c.pieces, text[last:b.end])
	return c
}

// space is what the wiki takes off around a value.
const space = " \t\n"

// leading is how many blanks belong before a value. Where there is none, those up to the
// end of the line do, as if there were one.
func leading(text string) int {
	n := len(text) - len(strings.TrimLeft(text, space))
	if n == len(text) {
		n = len(text) - len(strings.TrimLeft(text, " \t"))
	}
	return n
}

// braces are two braces and their partners.
type braces struct {
	begin, end int
	parts      []part // those behind the name
}

// part is what begins at a bar; equals is where its name ends, 0 where it has none.
type part struct{ bar, equals int }

// name is what stands before the first bar, as far as it can be the name of a template.
func (b braces) name(blank string) string {
	const most = 1000 // bytes; a title has at most 255
	end := b.end - len("}}")
	if len(b.parts) > 0 {
		end = b.parts[0].bar
	}
	return blank[b.begin+len("{{") : min(end, b.begin+most)]
}

// open is a row of brackets that is open, with what of it is left.
type open struct {
	at, n   int
	bracket byte
	parts   []part // of what its last brackets will be closed around
}

// partner closes what a bracket opens.
var partner = map[byte]byte{'{': '}', '[': ']'}

// bracesIn pairs brackets as the wiki's preprocessor does: only what was opened last can be
// closed, two or three at a time, and what stays open is text. A bar or an equals sign is
// that of what was opened last.
func bracesIn(blank string) []braces {
	var stack []*open
	var found []braces
	for i := 0; i < len(blank); {
		n := strings.IndexAny(blank[i:], "{}[]|=")
		if n < 0 {
			break
		}
		i += n
		b := blank[i]
		if b == '|' || b == '=' {
			if len(stack) > 0 {
				stack[len(stack)-1].sign(b, i)
			}
			i++
			continue
		}
		n = 1
		for i+n < len(blank) && blank[i+n] == b {
			n++
		}
		switch {
		case partner[b] == 0:
			stack, found = closed(stack, found, b, i, n)
		case n > 1:
			stack = append(stack, &open{at: i, n: n, bracket: b})
		}
		i += n
	}
	return found
}

// sign is a bar or the first equals sign behind one.
func (o *open) sign(b byte, at int) {
	switch {
	case b == '|':
		o.parts = append(o.parts, part{bar: at})
	case len(o.parts) > 0 && o.parts[len(o.parts)-1].equals == 0:
		o.parts[len(o.parts)-1].equals = at
	}
}

// closed closes what n brackets at a place do.
func closed(stack []*open, found []braces, b byte, at, n int) ([]*open, []braces) {
	end := at + n
	for n > 1 && len(stack) > 0 && partner[stack[len(stack)-1].bracket] == b {
		top := stack[len(stack)-1]
		k := 2
		if b == '}' && min(n, top.n) > 2 {
			k = 3
		}
		n, top.n = n-k, top.n-k
		if b == '}' && k == 2 {
			found = append(found, braces{top.at + top.n, end - n, top.parts})
		}
		if top.parts = nil; top.n < 2 {
			stack = slices.Delete(stack, len(stack)-1, len(stack))
		}
	}
	return stack, found
}
