package spec

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// readable undoes what Go's JSON does for browsers.
var readable = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

func TestWikiFunctions(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`wiki::title("file:museum_-  bridge.jpg")`:                          `"museum - bridge.jpg"`,
		`wiki::title("ﬁlm_.png")`:                                           `"ﬁlm .png"`,
		`wiki::category("Category:Bridges")`:                                `"[[Category:Bridges]]"`,
		`wiki::category("Bridges", "Old|one")`:                              `"[[Category:Bridges|Old{{!}}one]]"`,
		`wiki::link("Bridge")`:                                              `"[[Bridge]]"`,
		`wiki::link("File:A.png", "a [[b]]")`:                               `"[[:File:A.png|a &#91;&#91;b&#93;&#93;]]"`,
		`wiki::nowiki("~~~~ </nowiki> & {{x}}")`:                            `"<nowiki>~~~~ &lt;/nowiki> &amp; {{x}}</nowiki>"`,
		`wiki::template("Information", {author = "A|B", date = 1902})`:      `"{{Information\n|author=A{{!}}B\n|date=1902\n}}"`,
		`wiki::template("X", {b = null, "10" = "j", "2" = "b", a = "x=y"})`: `"{{X\n|2=b\n|10=j\n|a=x=y\n}}"`,
		`wiki::template("X", {d = {fr = "pont", en = "a|b"}})`:              `"{{X\n|d={{en|1=a{{!}}b}}\n{{fr|1=pont}}\n}}"`,
		`wiki::template("X", {a = "[[A|b]] {{c|d}} <nowiki>|}}</nowiki>"})`: `"{{X\n|a=[[A|b]] {{c|d}} <nowiki>|}}</nowiki>\n}}"`,
		`wiki::template("X", {a = "b }} c {{ d [[ e <!-- f"})`:              `"{{X\n|a=b &#125;&#125; c &#123;&#123; d &#91;&#91; e &lt;!-- f\n}}"`,
		`wiki::template("X", {a = "{{en|1={{foo|bar}}}}"})`:                 `"{{X\n|a={{en|1={{foo|bar}}}}\n}}"`,
		`wiki::template("X", {})`:                                           `"{{X\n}}"`,
		`wiki::has_template("{{cc-by-4.0}}", ["Cc-by-4.0", "PD-old"])`:      `true`,
		`wiki::has_template("{{ Template:PD_old\n|x}}", "PD old")`:          `true`,
		`wiki::has_template("{{a|{{PD-old}}}}", ["PD-old"])`:                `true`,
		`wiki::has_template("<nowiki>{{PD-old}}</nowiki>", ["PD-old"])`:     `false`,
		`wiki::has_template("<!-- {{PD-old}} -->", ["PD-old"])`:             `false`,
		`wiki::has_template("{{PD-old<!-- really -->}}", ["PD-old"])`:       `true`,
		`wiki::has_template("{{{PD-old}}}", ["PD-old"])`:                    `false`,
		`wiki::has_template("[[PD-old]]", ["PD-old"])`:                      `false`,
		`wiki::has_template("{{PD-older}}", ["PD-old"])`:                    `false`,
		`wiki::has_template(null, ["PD-old"])`:                              `false`,
	} {
		got, err := call(t, src)
		if got = readable.Replace(got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", src, got, err, want)
		}
	}
	for src, want := range map[string]string{
		`wiki::title("a|b.png")`:                     `no title can hold`,
		`wiki::link("a]]b")`:                         `no name of a page`,
		`wiki::link("")`:                             `empty`,
		`wiki::link("a", "b", "c")`:                  `at most one text`,
		`wiki::template("", {})`:                     `empty`,
		`wiki::template("X", ["a"])`:                 `an object or a map, not tuple`,
		`wiki::template("X", {"a=b" = 1})`:           `no name of a parameter`,
		`wiki::template("X", {a = ["b"]})`:           `object of languages`,
		`wiki::template("X", {a = {english = "b"}})`: `"english" is none`,
		`wiki::template("X", {a = {en = ["b"]}})`:    `the text in the language "en" is tuple`,
		`wiki::has_template("x", 5)`:                 `not a list of texts`,
		`wiki::has_template("x", [null])`:            `null element`,
		`wiki::tempalte("X", {})`:                    `Did you mean "wiki::template"?`,
		`template("X", {})`:                          `Did you mean "wiki::template"?`,
	} {
		if _, err := call(t, src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", src, err, want)
		}
	}
}

// An argument never ends the template around it, whatever it is made of.
func TestArgumentStaysWithin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{
			"{", "}", "{{", "}}", "[[", "]]", "|", "=", "a", "\n", "<!--", "-->", "<nowiki>", "</nowiki>", "<", ">",
		})).Draw(t, "parts")
		text := strings.Join(parts, "")
		got := argument(text)
		if again := argument(got); again != got {
			t.Fatalf("argument(%q) = %q, and of that %q", text, got, again)
		}
		depth := 0
		for _, m := range token.FindAllStringIndex(got, -1) {
			switch got[m[0]:m[1]] {
			case "{{", "[[":
				depth++
			case "}}", "]]":
				depth--
			case "|":
				if depth == 0 {
					t.Fatalf("argument(%q) = %q has a bare |", text, got)
				}
			}
			if depth < 0 {
				t.Fatalf("argument(%q) = %q closes what it did not open", text, got)
			}
		}
		if depth != 0 {
			t.Fatalf("argument(%q) = %q leaves something open", text, got)
		}
	})
}
