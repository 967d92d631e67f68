package spec

import (
	"errors"
	"maps"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// namedFunction is a function of the manifest language. Names and signatures
// are Terraform's.
type namedFunction struct {
	name    string
	purpose string // one line, for people
	example string // an expression
	// fn is what it is called with and, but for what follows, what it does. The
	// zero Function is for those that need a reader or a meter: [newFunctions].
	fn function.Function
	// check refuses arguments that would make too large a result, before it is
	// made. Results of moderate growth are measured afterwards.
	check func(m *meter, args []cty.Value, s size) error
	// direct is in place of fn for a function that does not go through cty's
	// machinery, which looks at all of its arguments several times.
	direct func(m *meter, args []cty.Value) (cty.Value, error)
	dear   int  // what a byte of its arguments costs beside looking at it
	kept   bool // the result is accounted for by whoever keeps it
}

// functions are all functions but those that read files, which [newFunctions]
// adds since they need to know where.
var functions = []namedFunction{
	{name: "abs", example: `abs(-2)`, purpose: "A number without its sign.", fn: stdlib.AbsoluteFunc},
	{name: "alltrue", example: `alltrue([true, false])`, purpose: "Whether all elements of a list are true.", fn: alltrue},
	{name: "anytrue", example: `anytrue([true, false])`, purpose: "Whether any element of a list is true.", fn: anytrue},
	{name: "base64decode", example: `base64decode("YmVycnk=")`, purpose: "The text that a Base64 text stands for.", fn: base64decode, dear: 20},
	{name: "base64encode", example: `base64encode("berry")`, purpose: "A text in Base64.", fn: base64encode, dear: 20},
	{name: "basename", example: `basename("scans/1902/bridge.jpg")`, purpose: "The last part of a path.", fn: basename},
	{name: "can", example: `can(tonumber("12a"))`, purpose: "Whether an expression has a value."},
	{name: "ceil", example: `ceil(1.2)`, purpose: "The next whole number up.", fn: stdlib.CeilFunc},
	{name: "chomp", example: `chomp("text\n")`, purpose: "A text without line ends at its end.", fn: chomp},
	{name: "chunklist", example: `chunklist(["a", "b", "c"], 2)`, purpose: "A list cut into lists of a size.", fn: stdlib.ChunklistFunc},
	{name: "coalesce", example: `coalesce("", null, "x")`, purpose: "The first argument that is neither null nor empty text."},
	{name: "coalescelist", example: `coalescelist([], ["a"])`, purpose: "The first list that is not empty.", fn: stdlib.CoalesceListFunc},
	{name: "compact", example: `compact(["a", "", null])`, purpose: "A list of texts without empty ones.", fn: stdlib.CompactFunc},
	{name: "concat", example: `concat(["a"], ["b", "c"])`, purpose: "Lists one after the other.", fn: stdlib.ConcatFunc},
	{name: "contains", example: `contains(["a", "b"], "b")`, purpose: "Whether a list or set has a value.", fn: stdlib.ContainsFunc, direct: contains},
	{name: "csvdecode", example: `csvdecode("id,name\n1,Bridge\n")`, purpose: "The rows of a CSV text with a header line, as objects. Lines end as on any system. The separator (comma, semicolon, tab or |) and, where the text is that of file() in the same expression, the encoding are found out, or given: csvdecode(file(\"catalogue.csv\"), { separator = \";\", encoding = \"windows-1252\" }).", dear: 50},
	{name: "dirname", example: `dirname("scans/1902/bridge.jpg")`, purpose: "A path without its last part.", fn: dirname},
	{name: "distinct", example: `distinct(["a", "b", "a"])`, purpose: "A list without repetitions."},
	{name: "element", example: `element(["a", "b"], 3)`, purpose: "An element of a list, counted around its end.", fn: stdlib.ElementFunc, direct: pick},
	{name: "endswith", example: `endswith("a.png", ".png")`, purpose: "Whether a text ends in another.", fn: endswith},
	{name: "flatten", example: `flatten([["a"], ["b", ["c"]]])`, purpose: "Lists of lists as one list.", fn: flatten, check: fits},
	{name: "floor", example: `floor(1.8)`, purpose: "The next whole number down.", fn: stdlib.FloorFunc},
	{name: "format", example: `format("%03d - %s", 7, "Mill")`, purpose: "A text with values put in, as by printf.", fn: stdlib.FormatFunc, check: formatFits},
	{name: "formatdate", example: `formatdate("DD MMM YYYY", "2026-11-23T00:00:00Z")`, purpose: "A time in another form.", fn: stdlib.FormatDateFunc, check: dateFits, dear: 500},
	{name: "formatlist", example: `formatlist("%s.png", ["a", "b"])`, purpose: "format for each element of a list.", fn: stdlib.FormatListFunc, check: formatFits},
	{name: "indent", example: `indent(2, "a\nb")`, purpose: "A text with blanks before each line but the first.", fn: stdlib.IndentFunc, check: indentFits},
	{name: "index", example: `index(["a", "b"], "b")`, purpose: "Where a list has a value.", fn: index},
	{name: "join", example: `join(", ", ["a", "b"])`, purpose: "Texts with a separator between them.", fn: stdlib.JoinFunc, check: joinFits},
	{name: "jsondecode", example: `jsondecode("{\"a\": [1]}")`, purpose: "The value of a JSON text.", fn: jsondecode, check: jsonFits, dear: 50},
	{name: "jsonencode", example: `jsonencode({a = [1]})`, purpose: "A value as JSON.", fn: stdlib.JSONEncodeFunc, check: fits, dear: 50},
	{name: "keys", example: `keys({b = 1, a = 2})`, purpose: "The keys of a map, in order.", fn: stdlib.KeysFunc},
	{name: "length", example: `length("Brücke")`, purpose: "How many elements a value or letters a text has.", fn: ofAny, direct: length},
	{name: "log", example: `log(8, 2)`, purpose: "A logarithm.", fn: stdlib.LogFunc},
	{name: "lookup", example: `lookup({a = "x"}, "b", "none")`, purpose: "An element of a map, or a default.", fn: ofLookup, direct: lookup},
	{name: "lower", example: `lower("ÄB")`, purpose: "A text in small letters.", fn: stdlib.LowerFunc},
	{name: "max", example: `max(1, 3, 2)`, purpose: "The greatest of some numbers.", fn: stdlib.MaxFunc},
	{name: "merge", example: `merge({a = 1}, {a = 2, b = 3})`, purpose: "Maps or objects as one; later ones win.", fn: stdlib.MergeFunc},
	{name: "min", example: `min(1, 3, 2)`, purpose: "The least of some numbers.", fn: stdlib.MinFunc},
	{name: "one", example: `one(["x"])`, purpose: "The only element of a list, null for an empty one.", fn: one},
	{name: "parseint", example: `parseint("ff", 16)`, purpose: "The number that a text stands for in a base.", fn: stdlib.ParseIntFunc, check: digitsFit},
	{name: "pow", example: `pow(2, 10)`, purpose: "A power.", fn: stdlib.PowFunc},
	{name: "range", example: `range(1, 4)`, purpose: "Up to 1,024 numbers in a row.", fn: stdlib.RangeFunc},
	{name: "regex", example: `regex("^(\\w+)-(\\d+)$", "plate-12")`, purpose: "The first match of a pattern in a text."},
	{name: "regexall", example: `regexall("[0-9]+", "a1b22")`, purpose: "All matches of a pattern in a text."},
	{name: "replace", example: `replace("a1b22", "/[0-9]+/", "#")`, purpose: "A text with another in place of a part, or of a /pattern/."},
	{name: "reverse", example: `reverse([1, 2])`, purpose: "A list from its end.", fn: stdlib.ReverseListFunc},
	{name: "setintersection", example: `setintersection(["a", "b"], ["b", "c"])`, purpose: "What sets have in common.", fn: ofSets, direct: setintersection},
	{name: "setproduct", example: `setproduct(["a"], ["x", "y"])`, purpose: "All combinations of elements of sets.", check: productFits},
	{name: "setsubtract", example: `setsubtract(["a", "b"], ["b"])`, purpose: "What the first set has and the second has not.", fn: ofTwoSets, direct: setsubtract},
	{name: "setunion", example: `setunion(["a"], ["b"])`, purpose: "What any of some sets has.", fn: ofSets, direct: setunion},
	{name: "sha1", example: `sha1("abc")`, purpose: "The SHA-1 of a text, in hexadecimal.", fn: sha1sum},
	{name: "sha256", example: `sha256("abc")`, purpose: "The SHA-256 of a text, in hexadecimal.", fn: sha256sum},
	{name: "signum", example: `signum(-5)`, purpose: "The sign of a number: -1, 0 or 1.", fn: stdlib.SignumFunc},
	{name: "slice", example: `slice(["a", "b", "c"], 1, 3)`, purpose: "A part of a list.", fn: stdlib.SliceFunc, direct: slice},
	{name: "sort", example: `sort(["b", "a"])`, purpose: "A list of texts in order.", fn: stdlib.SortFunc},
	{name: "split", example: `split(",", "a,b")`, purpose: "The parts of a text between separators.", fn: stdlib.SplitFunc, check: splitFits},
	{name: "startswith", example: `startswith("abc", "ab")`, purpose: "Whether a text begins with another.", fn: startswith},
	{name: "strcontains", example: `strcontains("abc", "bc")`, purpose: "Whether a text has another within it.", fn: strcontains},
	{name: "strrev", example: `strrev("abc")`, purpose: "A text from its end.", fn: stdlib.ReverseFunc, dear: 50},
	{name: "substr", example: `substr("Brücke", 0, 3)`, purpose: "A part of a text.", fn: stdlib.SubstrFunc, dear: 50},
	{name: "sum", example: `sum([1, 2, 3])`, purpose: "The sum of a list of numbers.", fn: sum},
	{name: "timeadd", example: `timeadd("2026-11-23T00:00:00Z", "24h")`, purpose: "A time some while later.", fn: stdlib.TimeAddFunc},
	{name: "title", example: `title("old mill")`, purpose: "A text with each word's first letter as a capital.", fn: stdlib.TitleFunc, dear: 20},
	{name: "tobool", example: `tobool("true")`, purpose: "A value as true or false."},
	{name: "tolist", example: `tolist(["a", "b"])`, purpose: "A value as a list."},
	{name: "tomap", example: `tomap({a = "x"})`, purpose: "A value as a map."},
	{name: "tonumber", example: `tonumber("12")`, purpose: "A value as a number."},
	{name: "toset", example: `toset(["b", "a", "b"])`, purpose: "A value as a set."},
	{name: "tostring", example: `tostring(12)`, purpose: "A value as text."},
	{name: "trim", example: `trim("--a--", "-")`, purpose: "A text without some letters at its ends.", fn: trim},
	{name: "trimprefix", example: `trimprefix("IMG_1.jpg", "IMG_")`, purpose: "A text without a beginning.", fn: stdlib.TrimPrefixFunc},
	{name: "trimspace", example: `trimspace(" a ")`, purpose: "A text without blanks at its ends.", fn: stdlib.TrimSpaceFunc},
	{name: "trimsuffix", example: `trimsuffix("a.png", ".png")`, purpose: "A text without an end.", fn: stdlib.TrimSuffixFunc},
	{name: "try", example: `try({}.a, "x")`, purpose: "The first expression that has a value."},
	{name: "upper", example: `upper("äb")`, purpose: "A text in capital letters.", fn: stdlib.UpperFunc},
	{name: "urlencode", example: `urlencode("a b/ü")`, purpose: "A text as a part of a URL.", fn: urlencode, dear: 50},
	{name: "values", example: `values({b = 1, a = 2})`, purpose: "The values of a map, in order of its keys.", fn: stdlib.ValuesFunc},
	{name: "xlsxdecode", example: `xlsxdecode("catalogue.xlsx", "Plates")`, purpose: "The rows of a sheet of a workbook (.xlsx), as objects of texts: what each cell shows, but that dates and times are written as 2026-11-27 and 2026-11-27 18:00:00.", dear: 50},
	{name: "xmldecode", example: `xmldecode("<list><book id=\"7\"><title>Mills</title><by>Ann</by><by>Bo</by></book></list>", "book", { id = "@id", title = "title", authors = "by[*]" })`, purpose: "A table made of an XML document: a row for each element at a path below the outermost one, and columns by paths from there. A column is a text, empty where nothing is there, and a list of texts where its path ends in [*]. Paths have names, a/b/c, conditions, a[@lang=de]/b[c/d=value], [1] for the first, and @name for an attribute. Document types are refused, and so nothing is put in or read from elsewhere. Where the text is that of file() in the same expression, it has the encoding that it declares.", dear: 150},
	{name: "yamldecode", example: `yamldecode("a: [1, x]")`, purpose: "The value of a YAML text.", fn: yamldecode, check: yamlFits, dear: 200},
	{name: "yamlencode", example: `yamlencode({a = 1})`, purpose: "A value as YAML.", fn: ctyyaml.YAMLEncodeFunc, check: fits, dear: 250},
	{name: "zipmap", example: `zipmap(["a", "b"], [1, 2])`, purpose: "A map of keys and values.", fn: stdlib.ZipmapFunc},

	{name: "wiki::category", example: `wiki::category("Bridges", "Basel")`, purpose: "The entry of a page in a category, perhaps with a sort key.", fn: wikiCategory, dear: 50},
	{name: "wiki::extension", example: `wiki::extension("scans/mill.jpg")`, purpose: "The extension that fits what a file is by its first bytes, whatever its name says."},
	{name: "wiki::has_template", example: `wiki::has_template("{{PD-old}}", ["Cc-by-4.0", "PD-old"])`, purpose: "Whether a wikitext transcludes any of some templates; null has none. The case of a name's first letter does not count, as on most wikis."},
	{name: "wiki::link", example: `wiki::link("File:Bridge.jpg", "the bridge")`, purpose: "A link to a page, perhaps with a text of its own.", fn: wikiLink, dear: 50},
	{name: "wiki::local_name", example: `wiki::local_name("Bridge at dusk.jpg")`, purpose: "The name of a local file for a title, without an extension, as wikiform pull writes it: safe on every system, and another one for every title.", fn: wikiLocalName, dear: 100},
	{name: "wiki::nowiki", example: `wiki::nowiki("~~~~")`, purpose: "A text that the wiki shows as it stands.", fn: wikiNowiki, dear: 100},
	{name: "wiki::template", example: `wiki::template("Information", {author = "A|B", description = {en = "Bridge", de = "Brücke"}})`, purpose: "The call of a template, one parameter a line.", fn: wikiTemplate, check: fits, dear: 200},
	{name: "wiki::title", example: `wiki::title("file:museum_-  bridge.jpg")`, purpose: "A title as every wiki writes it. Its first letter stays: what becomes of it the wiki decides.", fn: wikiTitle, dear: 1000},

	{name: "file", example: `file("bridge.wikitext")`, purpose: "The text of a file.", kept: true},
	{name: "fileexists", example: `fileexists("mill.wikitext")`, purpose: "Whether there is a file."},
	{name: "filesha1", example: `filesha1("scans/bridge.jpg")`, purpose: "The SHA-1 of a file, in hexadecimal."},
	{name: "filesha256", example: `filesha256("scans/bridge.jpg")`, purpose: "The SHA-256 of a file, in hexadecimal."},
	{name: "fileset", example: `fileset("scans", "**/*.jpg")`, purpose: "The files of a directory whose paths fit a pattern with *, **, ?, [a-z] and {a,b}. Case counts."},
	{name: "templatefile", example: `templatefile("photo.wikitext", {name = "Bridge"})`, purpose: "The text of a file with ${…} and %{…} filled in."},
}

// newFunctions gives the functions by name, as expressions call them.
func newFunctions(r *reader, m *meter) map[string]function.Function {
	byName := map[string]function.Function{}
	r.meter, m.tables, m.documents = m, r.table, r.document
	ours := r.functions()
	maps.Copy(ours, m.functions())
	for _, f := range functions {
		fn, made := ours[f.name]
		switch {
		case f.name == "templatefile":
			continue
		case f.name == "try", f.name == "can": // take expressions, not values
			byName[f.name] = fn
			continue
		case made:
			f.fn = fn
		}
		byName[f.name] = m.metered(f)
	}
	// Templates have the same functions without templatefile itself, which
	// could call for itself for ever.
	within := maps.Clone(byName)
	within["templatefile"] = nested
	byName["templatefile"] = m.metered(namedFunction{fn: r.templatefile(within, m)})
	return byName
}

// nested is templatefile as templates see it.
var nested = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "arguments", Type: cty.DynamicPseudoType, AllowNull: true},
	Type: func([]cty.Value) (cty.Type, error) {
		return cty.NilType, errors.New("a template cannot read another template; fill the inner one first and hand its text over as a variable")
	},
})
