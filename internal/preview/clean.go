package preview

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wikiform/provider"
)

// Bounds of one page. A browser lays out what is below them in no time.
const (
	// MaxPage is how many bytes are left of one page.
	MaxPage = 128 << 10
	// mostRead is how many bytes of the wiki's HTML are looked at.
	mostRead   = 4 << 20
	mostToken  = 256 << 10 // bytes of one tag or text
	mostDeep   = 60        // elements in one another
	mostTables = 5         // tables in one another, which browsers lay out again and again
	mostSpan   = 100       // columns or rows of a cell
)

// kept are the elements that are left, as what: names that are not in HTML any more
// become today's.
var kept = elements(
	"p br hr h1 h2 h3 h4 h5 h6 div span ul ol li dl dt dd table caption thead tbody tfoot tr th td blockquote pre "+
		"b strong i em u s del ins small sub sup code kbd samp var q cite abbr dfn mark bdi ruby rb rt rp wbr figure figcaption",
	map[string]string{"tt": "code", "strike": "s", "big": "b", "center": "div", "bdo": "bdi", "section": "div", "aside": "div", "article": "div"})

func elements(same string, other map[string]string) map[string]string {
	for _, name := range strings.Fields(same) {
		other[name] = name
	}
	return other
}

// dropped are the elements of which the content goes, too: it is for programs, or is
// no text of the page.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Applet: true,
	atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Title: true, atom.Textarea: true, atom.Select: true,
	atom.Xmp: true, atom.Noembed: true, atom.Noframes: true, atom.Plaintext: true, atom.Frameset: true,
}

// played are elements whose content is a picture, a sound or a film.
var played = map[atom.Atom]string{atom.Img: "picture", atom.Image: "picture", atom.Audio: "sound", atom.Video: "film"}

// spans are the attributes that are left, of these elements: numbers.
var spans = map[string][]string{"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}, "li": {"value"}}

// Clean leaves of a wiki's HTML the elements of a list, well nested, without any
// attribute but small numbers and directions of writing. A link becomes a <u>, with the class
// new where its page does not exist; a picture becomes what stands in its place. Cut reports
// whether there was more than is shown.
//
// It reads tokens, and builds no tree: what a tree of few bytes can grow into, a hostile
// page knows.
func Clean(page string) (clean string, cut bool) {
	if len(page) > mostRead {
		page, cut = page[:mostRead], true
	}
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(mostToken)
	c := cleaner{tokens: z}
	for !c.full() {
		kind := z.Next()
		if kind == html.ErrorToken {
			cut = cut || errors.Is(z.Err(), html.ErrBufferExceeded)
			break
		}
		c.take(kind)
	}
	cut = cut || c.full() || c.skips != 0 // what is dropped has no end, and took the rest along
	c.closeTo(0)
	return c.out.String(), cut
}

// cleaner writes what is left of a page.
type cleaner struct {
	tokens *html.Tokenizer
	out    bytes.Buffer
	open   []string // elements
	tables int
	passed map[string]int // elements that found no room, and have not ended
	skips  atom.Atom      // the element that is dropped with its content; 0 for none
	deep   int            // of these in one another
}

// full reports whether there is no more room, but for the ends of what is open.
func (c *cleaner) full() bool { return c.out.Len() >= MaxPage }

func (c *cleaner) take(kind html.TokenType) {
	switch kind {
	case html.TextToken:
		if c.skips == 0 {
			c.text(string(c.tokens.Text()))
		}
	case html.StartTagToken:
		c.start(false)
	case html.SelfClosingTagToken:
		c.start(true)
	case html.EndTagToken:
		name, _ := c.tokens.TagName()
		c.end(string(name))
	}
}

// text writes a text, without the characters that hide or reorder others: the
// difference of the texts shows those.
func (c *cleaner) text(s string) {
	for _, r := range s {
		if r != '\n' && r != '\t' && !provider.Shown(r) || r == utf8.RuneError {
			continue
		}
		if c.full() {
			return
		}
		switch r {
		case '<':
			c.out.WriteString("&lt;")
		case '>':
			c.out.WriteString("&gt;")
		case '&':
			c.out.WriteString("&amp;")
		default:
			c.out.WriteRune(r)
		}
	}
}

// start begins an element. Only drawings can end where they begin.
func (c *cleaner) start(ended bool) {
	raw, more := c.tokens.TagName()
	name := string(raw)
	a := atom.Lookup(raw)
	var attrs map[string]string
	for n := 0; more && n < 50; n++ {
		var key, value []byte
		key, value, more = c.tokens.TagAttr()
		if attrs == nil {
			attrs = map[string]string{}
		}
		if _, twice := attrs[string(key)]; !twice { // as browsers have it
			attrs[string(key)] = string(value)
		}
	}
	ended = ended && (a == atom.Svg || a == atom.Math)
	switch {
	case c.skips != 0:
		if a == c.skips && !ended {
			c.deep++
		}
	case dropped[a]:
		if !ended {
			c.skips, c.deep = a, 1
		}
	case played[a] != "":
		c.standIn(played[a], attrs["alt"])
		if a == atom.Audio || a == atom.Video {
			c.skips, c.deep = a, 1
		}
	case a == atom.A:
		class := ""
		if slices.Contains(strings.Fields(attrs["class"]), "new") {
			class = ` class="new"`
		}
		c.push("a", "u", class)
	default:
		if as := kept[name]; as != "" {
			c.push(name, as, numbers(as, attrs)+direction(attrs))
		}
	}
}

// standIn is what is shown in the place of what is not.
func (c *cleaner) standIn(what, alt string) {
	c.out.WriteString(`<span class="absent">`)
	if alt = strings.Join(strings.Fields(alt), " "); alt != "" {
		what += ": " + alt[:min(len(alt), 200)]
	}
	c.text("[" + strings.ToValidUTF8(what, "") + "]")
	c.out.WriteString("</span>")
}

var void = map[string]bool{"br": true, "hr": true, "wbr": true}

func (c *cleaner) push(name, as, attrs string) {
	if void[as] {
		c.out.WriteString("<" + as + ">")
		return
	}
	if len(c.open) >= mostDeep || as == "table" && c.tables >= mostTables {
		if c.passed == nil {
			c.passed = map[string]int{}
		}
		c.passed[name]++
		return // its content is shown as that of what is around it
	}
	if as == "table" {
		c.tables++
	}
	c.out.WriteString("<" + as + attrs + ">")
	c.open = append(c.open, name)
}

// end ends an element, and those in it that were not ended.
func (c *cleaner) end(name string) {
	if c.skips != 0 {
		if atom.Lookup([]byte(name)) == c.skips {
			if c.deep--; c.deep == 0 {
				c.skips = 0
			}
		}
		return
	}
	if c.passed[name] > 0 {
		c.passed[name]--
		return
	}
	for i := len(c.open) - 1; i >= 0; i-- {
		if c.open[i] == name {
			c.closeTo(i)
			return
		}
		if c.open[i] == "table" && name != "table" {
			return // nothing in a table ends what is around it
		}
	}
}

func (c *cleaner) closeTo(n int) {
	for len(c.open) > n {
		last := c.open[len(c.open)-1]
		c.open = c.open[:len(c.open)-1]
		as := kept[last]
		switch last {
		case "a":
			as = "u"
		case "table":
			c.tables--
		}
		c.out.WriteString("</" + as + ">")
	}
}

// numbers are the attributes of an element that are numbers.
func numbers(as string, attrs map[string]string) string {
	var b strings.Builder
	for _, name := range spans[as] {
		if n, err := strconv.Atoi(attrs[name]); err == nil && n > 0 {
			b.WriteString(" " + name + `="` + strconv.Itoa(min(n, mostSpan)) + `"`)
		}
	}
	return b.String()
}

// direction is which way an element is written.
func direction(attrs map[string]string) string {
	switch d := attrs["dir"]; d {
	case "ltr", "rtl", "auto":
		return ` dir="` + d + `"`
	}
	return ""
}
