package importing

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// The wiki's own parser is what decides; each of these was read as its preprocessor reads.
func TestCallOf(t *testing.T) {
	t.Parallel()
	site := provider.Site{ContentTags: []string{"nowiki", "pre", "ref"}}
	for text, want := range map[string]string{
		"":                                                  "-",
		"Information":                                       "-",
		"{{Infobox|a=b}}":                                   "-",
		"{{Information}}":                                   "",
		"{{Information|a=b}}":                               "a=b",
		"x{{information | a = b\n|c=}}y":                    "a=b;c=",
		"{{ Information\n| a\n=\n\tb \n}}":                  "a=b",
		"{{Template:Information|a=b}}":                      "a=b",
		"{{template: information|a=b}}":                     "a=b",
		"{{Information<!-- x -->|a=b}}":                     "a=b",
		"{{<!-- x -->Information|a=b}}":                     "a=b",
		"{{:Information|a=b}}":                              "-",
		"{{subst:Information|a=b}}":                         "-",
		"{{Information/de|a=b}}":                            "-",
		"{{Information|x|a=b|y}}":                           "1=x;a=b;2=y",
		"{{Information|a=b|a=c}}":                           "a=b;a=c",
		"{{Information|a=b=c}}":                             "a=b=c",
		"{{Information|a={{b|c=d}}|e=f}}":                   "a={{b|c=d}};e=f",
		"{{Information|{{b|c=d}}=e}}":                       "{{b|c=d}}=e",
		"{{Information|a=[[b|c]]|d=[e|f]}}":                 "a=[[b|c]];d=[e;1=f]",
		"{{Information|a=[[b=c|d]]}}":                       "a=[[b=c|d]]",
		"{{Information|[[b=c]]}}":                           "1=[[b=c]]",
		"{{Information|a=<nowiki>|}}</nowiki>}}":            "a=<nowiki>|}}</nowiki>",
		"{{Information|a=<ref>|b=c</ref>}}":                 "a=<ref>|b=c</ref>",
		"{{Information|a=<!-- |b=c}} -->x}}":                "a=<!-- |b=c}} -->x",
		"{{Information|<!-- x -->a=b}}":                     "a=b",
		"{{Information|a={{{1|b}}}|c=d}}":                   "a={{{1|b}}};c=d",
		"{{Information|a={{{{{1}}}|b}}}}":                   "a={{{{{1}}}|b}}",
		"{{{{{x}}}|a}} {{Information|a=b}}":                 "a=b",
		"{{{Information|a=b}}}":                             "-",
		"{{{{Information|a=b}}}}":                           "-",
		"{{Self|{{Information|a=b}}}}":                      "a=b",
		"{{Information|a=b}} {{Information|c}}":             "a=b",
		"{{Information|a=b":                                 "-",
		"{{Information|a=[[b}}":                             "-",
		"{{Information|a={{b}} {{Information|c=d}}":         "c=d",
		"<nowiki>{{Information|a=b}}</nowiki>":              "-",
		"<!-- {{Information|a=b}} -->":                      "-",
		"{{Information|a={|\n|-\n! b=c\n|}}}":               "a={;1=;-\n! b=c;2=",
		"{{Information|a=\n{{{!}}\n{{!}} b\n{{!}}}\n|c=d}}": "a={{{!}}\n{{!}} b\n{{!}}};c=d",
	} {
		got := "-"
		if c := callOf(text, "Information", site); c != nil {
			var list []string
			for i := range c.keys {
				list = append(list, c.keys[i]+"="+c.values[i])
			}
			got = strings.Join(list, ";")
			if again := c.text(); again != text {
				t.Errorf("%q is cut to %q", text, again)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// text puts a call together again.
func (c *call) text() string { return c.before + filled(c.pieces, c.values) + c.after }

// One layout is one whatever the values are, none of them too.
func TestLayoutOfCalls(t *testing.T) {
	t.Parallel()
	for _, texts := range [][]string{
		{"{{I\n|a = x\n|b=y\n}}", "{{I\n|a = \n|b=\n}}", "{{I\n|a = {{x|y}}\n\n z\n|b=\"\n}}"},
		{"{{I|a= x |b}}", "{{I|a= [[x]] |c}}"},
	} {
		layouts := map[string]bool{}
		for _, text := range texts {
			layouts[callOf(text, "I", provider.Site{}).layout()] = true
		}
		if len(layouts) != 1 {
			t.Errorf("%v", layouts)
		}
	}
}

func FuzzCall(f *testing.F) {
	for _, text := range []string{"{{I|a=b|{{{c|d}}}=<!-- | -->}} [[x|{{I}}]]", "{{{{{I|}}}|a=\n}}", "{{i\n| a <nowiki>=</nowiki> = b\n}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := callOf(text, "I", provider.Site{})
		if c == nil {
			return
		}
		if got := c.text(); got != text {
			t.Fatalf("%q is cut to %q", text, got)
		}
		if len(c.keys) != len(c.values) || len(c.pieces) != len(c.keys)+1 || !strings.HasPrefix(c.pieces[0], "{{") || !strings.HasSuffix(c.pieces[len(c.keys)], "}}") {
			t.Fatalf("%q: %+v", text, c)
		}
		for _, v := range c.values {
			if strings.Trim(v, space) != v {
				t.Fatalf("%q: value %q", text, v)
			}
		}
	})
}

// What a page costs grows as it does.
func TestHostilePages(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"{{", "{{I|", "{{I|a=", "}}", "{{I}}", "{{I|{{x|", "[[", "{{{", "|", "=", "{{I|a=b}}", "{{[[", "<nowiki>{{I", "<!--", "{{I<!-- x -->|"} {
		took := func(size int) time.Duration {
			text := strings.Repeat(piece, size/len(piece))
			text += strings.Repeat("}}", len(text)/4)
			least := time.Hour // of several, since others use the machine as well
			for range 4 {
				began := time.Now()
				callOf(text, "I", provider.Site{})
				least = min(least, time.Since(began))
			}
			return least
		}
		if small, large := took(64<<10), took(1<<20); large > 100*small+200*time.Millisecond { // 256 times what is quadratic
			t.Errorf("%q: %s, and %s for 16 times as much", piece, small, large)
		}
	}
}
