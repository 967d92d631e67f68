package spec

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

var library = fstest.MapFS{
	"wikis/prod/a.txt":            {Data: []byte("\uFEFFtext\n")},
	"wikis/prod/page.tmpl":        {Data: []byte("${a}%{ if b } yes%{ endif }")},
	"wikis/prod/nested.tmpl":      {Data: []byte(`${templatefile("page.tmpl", {})}`)},
	"wikis/prod/number.tmpl":      {Data: []byte("${n}")},
	"wikis/prod/u\u0308/mu\u0308": {Data: []byte("decomposed")},
	"wikis/prod/scans/1.JPG":      {Data: []byte("x")},
	"wikis/prod/scans/1.jpg":      {Data: []byte("x")},
	"wikis/prod/scans/b/2.jpg":    {Data: []byte("x")},
	"wikis/prod/scans/b/c/3.jpg":  {Data: []byte("x")},
	"wikis/prod/scans/.git/4.jpg": {Data: []byte("x")},
	"assets/shared.txt":           {Data: []byte("shared")},
}

// call evaluates an expression and gives its value as JSON, or its error.
func call(t *testing.T, src string) (string, error) {
	t.Helper()
	r := &reader{fsys: library, dir: "wikis/prod", parsed: map[string]*hcl.File{}}
	ev := &evaluator{ctx: &hcl.EvalContext{}, faults: &faults{}}
	ev.ctx.Functions = newFunctions(r, &ev.meter)
	e, diags := parseExpression([]byte(src), "expr", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	x := &expr{Expression: e, at: e.Range()}
	ev.install(x.Expression)
	v, diags := ev.calculate(x, ev.ctx)
	if diags.HasErrors() {
		return "", errors.New(diags[0].Detail)
	}
	b, err := ctyjson.Marshal(v, v.Type())
	return string(b), err
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`abs(-2)`:                                        `2`,
		`alltrue([true, null])`:                          `false`,
		`alltrue([])`:                                    `true`,
		`anytrue([false, true])`:                         `true`,
		`base64decode(base64encode("ü"))`:                `"ü"`,
		`basename("a/b/c.png")`:                          `"c.png"`,
		`can(regex("[", "x"))`:                           `false`,
		`coalesce("", null, "x")`:                        `"x"`,
		`csvdecode("a,b\n1,2\n")`:                        `[{"a":"1","b":"2"}]`,
		`csvdecode("a;b\n1;2\n")`:                        `[{"a":"1","b":"2"}]`,
		`csvdecode("a;b,c\n1;2,3\n", {separator = ","})`: `[{"a;b":"1;2","c":"3"}]`,
		`dirname("a/b/c.png")`:                           `"a/b"`,
		`distinct(["a", "b", "a"])`:                      `["a","b"]`,
		`element(["a", "b"], 3)`:                         `"b"`,
		`endswith("a.png", ".png")`:                      `true`,
		`flatten([["a"], [["b"]]])`:                      `["a","b"]`,
		`format("%03d-%s", 7, "x")`:                      `"007-x"`,
		`format("20261123 %s", "x")`:                     `"20261123 x"`,
		`formatlist("%s.png", ["a", "b"])`:               `["a.png","b.png"]`,
		`indent(2, "a\nb")`:                              `"a\n  b"`,
		`index(["a", "b"], "b")`:                         `1`,
		`join(", ", ["a", "b"])`:                         `"a, b"`,
		`jsondecode("{\"a\": [1]}").a[0]`:                `1`,
		`jsonencode({a = 1})`:                            `"{\"a\":1}"`,
		`keys({b = 1, a = 2})`:                           `["a","b"]`,
		`length("äöü")`:                                  `3`,
		`length({a = 1})`:                                `1`,
		`lookup({a = 1}, "a")`:                           `1`,
		`lookup({a = "x"}, "b", "none")`:                 `"none"`,
		`lookup(tomap({a = "x"}), "b", "none")`:          `"none"`,
		`lower("ÄB")`:                                    `"äb"`,
		`max(1, 3, 2)`:                                   `3`,
		`merge({a = 1}, {a = 2, b = 3})`:                 `{"a":2,"b":3}`,
		`one(["x"])`:                                     `"x"`,
		`one([])`:                                        `null`,
		`parseint("ff", 16)`:                             `255`,
		`range(3)`:                                       `[0,1,2]`,
		`regex("^(\\w+)-(\\d+)$", "plate-12")`:           `["plate","12"]`,
		`regexall("\\d", "a1b2")`:                        `["1","2"]`,
		`replace("a-b", "-", " ")`:                       `"a b"`,
		`replace("a1b22", "/[0-9]+/", "#")`:              `"a#b#"`,
		`replace("ab", "/(a)(b)/", "$2$1")`:              `"ba"`,
		`reverse([1, 2])`:                                `[2,1]`,
		`setproduct(["a"], ["x", "y"])`:                  `[["a","x"],["a","y"]]`,
		`sha1("abc")`:                                    `"a9993e364706816aba3e25717850c26c9cd0d89d"`,
		`slice(["a", "b", "c"], 1, 3)`:                   `["b","c"]`,
		`slice(tolist(["a", "b", "c"]), 0, 2)`:           `["a","b"]`,
		`slice(tolist(["a"]), 1, 1)`:                     `[]`,
		`slice([], 0, 0)`:                                `[]`,
		`split(",", "a,b")`:                              `["a","b"]`,
		`startswith("abc", "ab")`:                        `true`,
		`strcontains("abc", "d")`:                        `false`,
		`substr("äbc", 0, 2)`:                            `"äb"`,
		`sum([1, 2, 3])`:                                 `6`,
		`title("old mill")`:                              `"Old Mill"`,
		`tonumber("12")`:                                 `12`,
		`toset(["b", "a", "b"])`:                         `["a","b"]`,
		`trimsuffix("a.png", ".png")`:                    `"a"`,
		`try({}.a, "x")`:                                 `"x"`,
		`urlencode("a b/ü")`:                             `"a+b%2F%C3%BC"`,
		`values({b = 1, a = 2})`:                         `[2,1]`,
		`yamldecode("a: [1, x]")`:                        `{"a":[1,"x"]}`,
		`yamldecode("d: &d {x: 1}\na: *d\nb: *d\n")`:     `{"a":{"x":1},"b":{"x":1},"d":{"x":1}}`,
		`zipmap(["a"], [1])`:                             `{"a":1}`,
		`file("a.txt")`:                                  `"text\n"`,
		`file("./../prod/a.txt")`:                        `"text\n"`,
		`file("../../assets/shared.txt")`:                `"shared"`,
		`file("ü/mü")`:                                   `"decomposed"`,
		`fileexists("ü/mü")`:                             `true`,
		`fileexists("none/at/all")`:                      `false`,
		`filesha1("a.txt")`:                              `"9a7f39a7d710e07cc4808477f45e412b0ec8f3db"`,
		`fileset("scans", "*.jpg")`:                      `["1.jpg"]`,
		`fileset("scans", "**/*.jpg")`:                   `["1.jpg","b/2.jpg","b/c/3.jpg"]`,
		`fileset("scans", "b/*.{jpg,png}")`:              `["b/2.jpg"]`,
		`fileset("../../assets", "*")`:                   `["shared.txt"]`,
		`fileset(".", "scans/?.JPG")`:                    `["scans/1.JPG"]`,
		`templatefile("page.tmpl", {a = "x", b = true})`: `"x yes"`,
		`templatefile("number.tmpl", {n = 5})`:           `"5"`,
		`templatefile("number.tmpl", tomap({n = "m"}))`:  `"m"`,
	} {
		if got, err := call(t, src); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", src, got, err, want)
		}
	}
}

// What has no type yet is not known to cty, which must not pass in silence.
func TestNothingIsLostInSilence(t *testing.T) {
	t.Parallel()
	for _, src := range []string{`coalescelist(null, null)`, `[for x in [null] : formatlist("%s", x)]`} {
		if v, err := call(t, src); err == nil {
			t.Errorf("%s = %s", src, v)
		}
	}
}

func TestFunctionErrors(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`file("b.txt")`:                                  `there is no such file; did you mean "a.txt"?`,
		`file("scans")`:                                  `is a directory`,
		`file("/etc/passwd")`:                            `reads only below`,
		`file("../../../etc/passwd")`:                    `reads only below`,
		`file("a\\b")`:                                   `write a/b`,
		`file("")`:                                       `the path is empty`,
		`fileset("..", "../*")`:                          `leads out of`,
		`fileset(".", "[")`:                              `is no pattern`,
		`fileset("a.txt", "*")`:                          `is not a directory`,
		`fileset("scns", "*")`:                           `did you mean "scans"?`,
		`templatefile("nested.tmpl", {})`:                `cannot read another template`,
		`templatefile("page.tmpl", {bcd = 1})`:           `nothing called "a". There is "bcd"`,
		`templatefile("page.tmpl", "x")`:                 `an object or a map, not string`,
		`templatefile("page.tmpl", {a = [1], b = true})`: `Cannot include the given value`,
		`lookup({name = 1}, "nmae")`:                     `Did you mean "name"?`,
		`one(["a", "b"])`:                                `2 elements`,
		`index(["a"], "b")`:                              `no such value`,
		`coalesce("", null)`:                             `null or empty`,
		`sum([])`:                                        `empty`,
		`base64decode("/w==")`:                           `not UTF-8`,
		`length(5)`:                                      `has a length`,
		`slice(["a"], 0, 2)`:                             `from 0 to the length of the list, which is 1`,
		`slice(["a"], -1, 1)`:                            `no whole number`,
		`slice(["a"], 0.5, 1)`:                           `no whole number`,
		`slice(["a", "b"], 2, 1)`:                        `must not be greater`,
		`slice(toset(["a"]), 0, 1)`:                      `cannot slice a set`,
		`slice("a", 0, 1)`:                               `must be a list or tuple`,
		`csvdecode("a;b,c\n1;2,3\n")`:                    `separator = ";"`,
		`csvdecode("a;b\n1;2\n", { separator = "ab" })`:  `"ab" cannot separate cells`,
		`csvdecode("a", { encoding = "latin" })`:         `known are utf-8`,
		`csvdecode("a", { encoding = "macintosh" })`:     `the file has to be named right there`,
		`csvdecode("a", { colour = "red" })`:             `no option "colour"`,
		`csvdecode("a", "b")`:                            `the options of a table`,
		`xlsxdecode("a.txt", "x")`:                       `is no workbook`,
		`env("HOME")`:                                    `the same repository`,
	} {
		if _, err := call(t, src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", src, err, want)
		}
	}
}

// Each of these would take gigabytes or hours if it were done.
func TestTooMuch(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`format("%999999999d", 1)`,
		`format("%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s", join("", [for n in range(1000) : format("%9999d", n)]))`,
		`indent(999999999, "a\nb")`,
		`[for a in range(1024) : [for b in range(1024) : [for c in range(1024) : c]]]`,
		`try([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : c if false]]], 1)`,
		`setproduct(range(1024), range(1024))`,
		`replace(format("%99999d", 1), " ", format("%99999d", 1))`,
		`replace(format("%9999d", 1), "/(.*)/", "$1${format("%99999d", 1)}$1${format("%99999d", 1)}${join("", [for n in range(1024): "$1$1"])}")`,
		`"${1e9999}"`,
		`"${"1e999999999" * 1}"`,
		`"${-"1e999999999"}"`,
		`floor("1e999999999")`,
		`format("%d", "1e999999999")`,
		`jsondecode("1e999999999")`,
		`join(format("%9999d", 1), [for a in range(1024) : format("%9999d", a)])`,
		`"%{ for a in range(1024) }${format("%99999d", a)}%{ endfor }"`,
		`join("", [for a in range(1024) : format("%99999d", a)])`,
		`jsondecode(join("", [for a in range(1024) : "[["]))`,
		`yamldecode(join("", [for a in range(1024) : "- - - - - - - - - - - - "]))`,
		`yamldecode("a0: &a0 [x,x,x,x,x,x,x,x,x]\na1: &a1 [*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0]\na2: &a2 [*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1]\na3: &a3 [*a2,*a2,*a2,*a2,*a2,*a2,*a2,*a2,*a2]\na4: &a4 [*a3,*a3,*a3,*a3,*a3,*a3,*a3,*a3,*a3]\na5: &a5 [*a4,*a4,*a4,*a4,*a4,*a4,*a4,*a4,*a4]\na6: &a6 [*a5,*a5,*a5,*a5,*a5,*a5,*a5,*a5,*a5]\na7: &a7 [*a6,*a6,*a6,*a6,*a6,*a6,*a6,*a6,*a6]\na8: &a8 [*a7,*a7,*a7,*a7,*a7,*a7,*a7,*a7,*a7]\n")`,
		`regex(format("%99999d", 1), "x")`,
		`parseint(format("%09999d", 1), 10)`,
		`[for a in range(1024) : [for b in range(1024) : sort([for c in range(100) : "x"])]]`,
		`flatten([for a in range(1024) : [for b in range(1024) : b]])`,
		`[for a in range(1024) : [` + strings.Repeat("0,", 5000) + `]]`,
		`[for a in range(1024) : { "${[` + strings.Repeat("0,", 5000) + `][0]}${a}" = a }]`,
		`[for a in range(1024) : [for b in range(100) : "${a}${b}"]]`,
	} {
		r := &reader{fsys: library, dir: ".", parsed: map[string]*hcl.File{}}
		ev := &evaluator{ctx: &hcl.EvalContext{}, faults: &faults{}}
		ev.ctx.Functions = newFunctions(r, &ev.meter)
		ev.nodes, ev.steps, ev.work = maxNodes-1_000_000, maxSteps-5000, maxWork-4*maxText // most is used up, to save time
		e, diags := parseExpression([]byte(src), "expr", hcl.InitialPos)
		if !diags.HasErrors() {
			x := &expr{Expression: e, at: e.Range()}
			ev.install(x.Expression)
			_, diags = ev.calculate(x, ev.ctx)
		}
		if !diags.HasErrors() {
			t.Errorf("%s: no error", src)
		}
	}
}

func TestNesting(t *testing.T) {
	t.Parallel()
	const n = 5000
	for name, src := range map[string]string{
		"parentheses":  strings.Repeat("(", n) + "1" + strings.Repeat(")", n),
		"open":         strings.Repeat("[", n),
		"interpolated": strings.Repeat(`"${`, n),
		"unary":        strings.Repeat("!", n) + "true",
		"sum":          "1" + strings.Repeat("+1", n),
		"sum in lines": "(1" + strings.Repeat("\n+1", n) + ")",
		"lines of sum": "(1" + strings.Repeat("+\n1", n) + ")",
		"conditions":   strings.Repeat("true ? 1 : ", n) + "1",
		"indexes":      "a" + strings.Repeat("[0]", n),
		"calls":        strings.Repeat("f(", n),
		"splats":       "a" + strings.Repeat("[*]", n),
		"directives":   `"` + strings.Repeat("%{ if true }", n) + `"`,
		"objects":      strings.Repeat("{a=", n),
	} {
		tokens, _ := hclsyntax.LexExpression([]byte(src), "x", hcl.InitialPos)
		if !checkNesting(tokens).HasErrors() {
			t.Errorf("%s: not refused", name)
		}
	}
	for name, src := range map[string]string{
		"long list":       "[" + strings.Repeat("1+1,", n) + "]",
		"long object":     "{\n" + strings.Repeat("a = [1 + 1]\n", n) + "}",
		"long template":   `"` + strings.Repeat("${a}%{ if b }c%{ endif }", n) + `"`,
		"list of tuples":  "[" + strings.Repeat("[1, 2],\n", n) + "]",
		"wikitext braces": `"` + strings.Repeat("{{{{[[", n) + `"`,
	} {
		tokens, _ := hclsyntax.LexExpression([]byte(src), "x", hcl.InitialPos)
		if diags := checkNesting(tokens); diags.HasErrors() {
			t.Errorf("%s: %s", name, diags)
		}
	}
	for src, want := range map[string]int{`[[["[[[["]]]`: -1, `[[[[`: 3, `{"\"[[[[": [[]]}`: -1, ``: -1} {
		if got, _ := badJSON([]byte(src), 3); got != want {
			t.Errorf("badJSON(%s) = %d, want %d", src, got, want)
		}
	}
}

func TestTableOfFunctions(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range functions {
		names = append(names, f.name)
		if !strings.HasSuffix(f.purpose, ".") {
			t.Errorf("%s: the purpose is not a sentence", f.name)
		}
	}
	all := newFunctions(&reader{}, new(meter))
	for _, n := range names {
		if _, ok := all[n]; !ok {
			t.Errorf("%s is in the table and not to be had", n)
		}
	}
	if len(all) != len(names) {
		t.Errorf("%d functions, %d in the table", len(all), len(names))
	}
	slices.Sort(names)
	if diff := cmp.Diff(slices.Compact(slices.Clone(names)), names); diff != "" {
		t.Error("a name twice:", diff)
	}
}

func TestMarkedSizes(t *testing.T) {
	t.Parallel()
	var m meter
	if err := m.charge(cty.TupleVal([]cty.Value{cty.StringVal("abc").Mark("secret")})); err != nil || m.work != 3+elementWork || m.held != 3+slot {
		t.Errorf("work = %d, held = %d, %v", m.work, m.held, err)
	}
}
