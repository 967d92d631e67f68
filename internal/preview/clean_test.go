package preview

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, page, want string }{
		{"plain", "<p>A <b>bridge</b> &amp; a <i>dam</i>\n</p>", "<p>A <b>bridge</b> &amp; a <i>dam</i>\n</p>"},
		{"headings", `<div class="mw-heading mw-heading2"><h2 id="Summary">Summary</h2></div>`, "<div><h2>Summary</h2></div>"},
		{"lists", "<ul><li>one<ul><li>two</li></ul></li></ul><dl><dt>a</dt><dd>b</dd></dl>", "<ul><li>one<ul><li>two</li></ul></li></ul><dl><dt>a</dt><dd>b</dd></dl>"},
		{"table", `<table class="wikitable" style="float:right" border="1"><tbody><tr><th scope="col" colspan="2">a</th></tr><tr><td rowspan="9999" onclick="x">b</td></tr></tbody></table>`,
			`<table><tbody><tr><th colspan="2">a</th></tr><tr><td rowspan="100">b</td></tr></tbody></table>`},
		{"spans that are none", `<td colspan="0"></td><td colspan="-3"></td><td colspan="x"></td><td rowspan="99999999999999999999"></td>`, "<td></td><td></td><td></td><td></td>"},
		{"numbers of lists", `<ol start="3" type="A"><li value="7">x</li></ol>`, `<ol start="3"><li value="7">x</li></ol>`},
		{"a link", `<a href="javascript:alert(1)" title="x" class="external text">out</a>`, "<u>out</u>"},
		{"a link to nothing", `<a href="/w/index.php?title=T" class="mw new" title="T">T</a>`, `<u class="new">T</u>`},
		{"links in links", `<a>a<a class="new">b</a>c</a>`, `<u>a<u class="new">b</u>c</u>`},
		{"a picture", `<img src="https://evil.example/x.png" srcset="y 2x" alt="A &lt;dam&gt;" onerror="alert(1)">`, `<span class="absent">[picture: A &lt;dam&gt;]</span>`},
		{"a picture without words", `<img src=x>`, `<span class="absent">[picture]</span>`},
		{"an old picture", `<image href=x>`, `<span class="absent">[picture]</span>`},
		{"a film", `<video src=x><source src=y><track src=z>no film</video>after`, `<span class="absent">[film]</span>after`},
		{"scripts", `a<script>alert("</p>")</script>b<SCRIPT SRC=x></SCRIPT>c<script/>d`, "abc"},
		{"styles", `a<style data-mw-deduplicate="x">@import "x"; p{}</style>b<link rel="stylesheet" href="x">`, "ab"},
		{"style of an element", `<p style="background:url(x)">a</p>`, "<p>a</p>"},
		{"what begins a page", `<base href="//evil"><meta http-equiv="refresh" content="0;url=x"><title>t</title><html><head></head><body onload="x">a`, "a"},
		{"forms", `<form action="x"><input value="i"><button>press</button><select><option>o</select><textarea><b>t</textarea></form>`, "press"},
		{"frames", `a<iframe src="x"><b>in</b></iframe><object data="x">in<embed src=y></object><applet>in</applet>b`, "ab"},
		{"drawings", `a<svg onload="x"><script>alert(1)</script><a xlink:href="javascript:x">t</a><svg></svg>u</svg>b<math><mi>x</mi></math>c`, "abc"},
		{"an empty drawing", `a<svg/>b<svg><math/><svg/>x</svg>c<script/>d`, "abc"},
		{"what a drawing hides", `<svg><p><style><img src="</style><img src=x onerror=alert(1)>"></style></svg>after`, "after"},
		{"templates and noscript", `<template><b>t</b></template><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>b`, `<span class="absent">[picture]</span>"&gt;b`},
		{"text that is not read", `<xmp><b></xmp><noembed><b></noembed><noframes><b></noframes>a<plaintext><b>all`, "a"},
		{"comments", `a<!-- <b>x</b> --><![CDATA[<i>]]><?php x ?><!DOCTYPE html>b`, "a]]&gt;b"},
		{"what is not ended", `<div><b>a`, "<div><b>a</b></div>"},
		{"what is ended twice", `</div>a</b></div></table>`, "a"},
		{"crossed", `<b><i>x</b>y</i>`, "<b><i>x</i></b>y"},
		{"out of a table", `<div><table><tr><td></div>x</td></tr></table>y</div>`, "<div><table><tr><td>x</td></tr></table>y</div>"},
		{"old names", `<center><tt>a</tt><strike>b</strike><font color=red>c</font></center>`, "<div><code>a</code><s>b</s>c</div>"},
		{"own classes", `<span class="absent new">a</span><u class="new">b</u>`, "<span>a</span><u>b</u>"},
		{"ids", `<p id="keys" name="x" data-x="y" dir="rtl" lang="de">a</p><bdi dir="javascript:">b</bdi>`, `<p dir="rtl">a</p><bdi>b</bdi>`},
		{"entities that make tags", `&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&gt;`, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&gt;"},
		{"an attribute twice", `<a class="x" class="new">a</a>`, "<u>a</u>"},
		{"hidden characters", "a\u202eb\u200bc\x00d\x1b[31m\ufeffe\u00a0f\u200dg", "abcd[31me\u00a0f\u200dg"},
		{"not UTF-8", "a\xff\xfeb", "ab"},
		{"tags in capitals", `<TABLE><TR><TD COLSPAN=2>x</TD></TR></TABLE>`, `<table><tr><td colspan="2">x</td></tr></table>`},
		{"empty elements", `<br/><hr class="x"><wbr></br>`, "<br><hr><wbr>"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			open := slices.Contains([]string{"scripts", "an empty drawing", "text that is not read"}, c.name) // what is dropped there has no end
			if got, cut := Clean(c.page); got != c.want || cut != open {
				t.Errorf("cut: %v\n got %q\nwant %q", cut, got, c.want)
			}
		})
	}
}

// A hostile page costs little, and what is left of it is as long as any other.
func TestCleanIsBounded(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"text":        strings.Repeat("words ", 2<<20),
		"signs":       strings.Repeat("<p>&lt;&amp;</p>", 300<<10),
		"depth":       strings.Repeat("<div>", 800<<10) + "x",
		"tables":      strings.Repeat("<table><tr><td>", 300<<10) + "x",
		"formatting":  strings.Repeat("<b a=1><i b=2><u c=3>", 10<<10) + strings.Repeat("<p>", 500<<10),
		"attributes":  "<p " + strings.Repeat("a=b ", 1<<20) + ">x",
		"one tag":     "<p title=\"" + strings.Repeat("x", 8<<20),
		"ends":        strings.Repeat("</p>", 1<<20) + "x",
		"drawings":    strings.Repeat("<svg>", 800<<10),
		"open script": "<script>" + strings.Repeat("x", 8<<20),
		"entities":    strings.Repeat("&CounterClockwiseContourIntegral;", 200<<10),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _ := Clean(page)
			if len(got) > longest {
				t.Errorf("%d bytes are left of %d", len(got), len(page))
			}
			if deep := nested(t, got); deep > mostDeep {
				t.Errorf("%d elements in one another", deep)
			}
			if n := strings.Count(got, "<table"); name == "tables" && n != mostTables {
				t.Errorf("%d tables in one another, want %d", n, mostTables)
			}
		})
	}
	if got, cut := Clean("<p>" + strings.Repeat("x", 2*MaxPage)); !cut || !strings.HasSuffix(got, "x</p>") {
		t.Errorf("cut: %v, %d bytes that end in %q", cut, len(got), got[len(got)-10:])
	}
}

// longest is MaxPage with one more tag or sign, and all ends.
const longest = MaxPage + 100 + mostDeep*len("</figcaption>")

// nested looks whether a page is what [Clean] leaves: elements of the list, in one another
// as they should be, without any attribute that is not ours. It gives how deep they go.
func nested(t *testing.T, page string) int {
	t.Helper()
	var open []string
	deepest := 0
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%q are not ended", open)
			}
			return deepest
		case html.StartTagToken:
			tag := z.Token()
			if !slices.Contains(left, tag.Data) {
				t.Errorf("a <%s> is left", tag.Data)
			}
			for _, a := range tag.Attr {
				switch a.Key + "=" + a.Val {
				case "class=new", "class=absent", "dir=ltr", "dir=rtl", "dir=auto":
					continue
				}
				if !slices.Contains([]string{"colspan", "rowspan", "start", "value"}, a.Key) || strings.Trim(a.Val, "0123456789") != "" || len(a.Val) > 3 {
					t.Errorf("an attribute %s=%q is left", a.Key, a.Val)
				}
			}
			if !slices.Contains([]string{"br", "hr", "wbr"}, tag.Data) {
				open = append(open, tag.Data)
				deepest = max(deepest, len(open))
			}
		case html.EndTagToken:
			tag := z.Token()
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				t.Errorf("</%s> ends %q", tag.Data, open)
				return deepest
			}
			open = open[:len(open)-1]
		case html.TextToken:
		default:
			t.Errorf("%q is left", z.Token())
		}
	}
}

// left are the elements that a browser may get, written down once more.
var left = strings.Fields("p br hr h1 h2 h3 h4 h5 h6 div span ul ol li dl dt dd table caption thead tbody tfoot tr th td blockquote pre " +
	"b strong i em u s del ins small sub sup code kbd samp var q cite abbr dfn mark bdi ruby rb rt rp wbr figure figcaption")

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		`<p style="x" onclick="y">a<script>b</script><a href="javascript:x" class="new">c</a>`,
		`<table><tr><td colspan=3>x<svg><style><img src="</style><img onerror=x>">`,
		"<b><i></b></i><a><a></a><img alt='&lt;'><video></audio></video>\xff\u202e",
		`<noscript><p title="</noscript><img src=x>"><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1&gt;">`,
		`<textarea><textarea></textarea><title></title><plaintext></plaintext>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		clean, _ := Clean(page)
		nested(t, clean)
		if len(clean) > longest {
			t.Errorf("%d bytes are left", len(clean))
		}
		lower := strings.ToLower(clean)
		for _, never := range []string{"<script", "<style", "<img", "<svg", "<iframe", "<a ", "<a>"} {
			if strings.Contains(lower, never) {
				t.Errorf("%s is left: %q", never, clean)
			}
		}
		if again, _ := Clean(clean); len(page) < MaxPage/8 && strings.Count(again, "<") != strings.Count(clean, "<") {
			t.Errorf("what is clean is not left as it is:\n%q\n%q", clean, again)
		}
	})
}

// What is dropped and has no end takes the rest of the page along, which is said; the end of a
// table for which there was no room ends no other one.
func TestCleanWhatIsNotEnded(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"<p>a</p><video src=x><p>b</p>", "<p>a</p><svg><p>b</p>", "<p>a</p><select><option>b"} {
		if got, cut := Clean(page); !cut || strings.Contains(got, "b</") {
			t.Errorf("%s: %q, cut: %t", page, got, cut)
		}
	}
	deep := strings.Repeat("<table><tr><td>", mostTables)
	ends := strings.Repeat("</td></tr></table>", mostTables)
	got, _ := Clean(deep + "<table><tr><td>in</td></tr></table>beside" + ends + "behind")
	want, _ := Clean(deep + "inbeside" + ends + "behind")
	if plainly := strings.NewReplacer("<tr>", "", "</tr>", "", "<td>", "", "</td>", ""); plainly.Replace(got) != plainly.Replace(want) {
		t.Errorf("%q", got)
	}
}
