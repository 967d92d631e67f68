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
	fn      function.Function
	// check refuses arguments that would make too large a result, before it is
	// made. Results of moderate growth are measured afterwards.
	check func(args []cty.Value) error
	// selects: the function looks at one element only, however large its
	// arguments are.
	selects bool
}

// functions are all functions but those that read files, which [newFunctions]
// adds since they need to know where.
var functions = []namedFunction{
	{name: "abs", purpose: "A number without its sign.", fn: stdlib.AbsoluteFunc},
	{name: "alltrue", purpose: "Whether all elements of a list are true.", fn: alltrue},
	{name: "anytrue", purpose: "Whether any element of a list is true.", fn: anytrue},
	{name: "base64decode", purpose: "The text that a Base64 text stands for.", fn: base64decode},
	{name: "base64encode", purpose: "A text in Base64.", fn: base64encode},
	{name: "basename", purpose: "The last part of a path.", fn: basename},
	{name: "can", purpose: "Whether an expression has a value.", fn: can},
	{name: "ceil", purpose: "The next whole number up.", fn: stdlib.CeilFunc},
	{name: "chomp", purpose: "A text without line ends at its end.", fn: stdlib.ChompFunc},
	{name: "chunklist", purpose: "A list cut into lists of a size.", fn: stdlib.ChunklistFunc},
	{name: "coalesce", purpose: "The first argument that is neither null nor empty text.", fn: coalesce},
	{name: "coalescelist", purpose: "The first list that is not empty.", fn: stdlib.CoalesceListFunc},
	{name: "compact", purpose: "A list of texts without empty ones.", fn: stdlib.CompactFunc},
	{name: "concat", purpose: "Lists one after the other.", fn: stdlib.ConcatFunc},
	{name: "contains", purpose: "Whether a list or set has a value.", fn: stdlib.ContainsFunc},
	{name: "csvdecode", purpose: "The rows of a CSV text with a header line, as objects.", fn: csvdecode, check: csvFits},
	{name: "dirname", purpose: "A path without its last part.", fn: dirname},
	{name: "distinct", purpose: "A list without repetitions.", fn: distinct},
	{name: "element", purpose: "An element of a list, counted around its end.", fn: stdlib.ElementFunc, selects: true},
	{name: "endswith", purpose: "Whether a text ends in another.", fn: endswith},
	{name: "flatten", purpose: "Lists of lists as one list.", fn: stdlib.FlattenFunc, check: fits},
	{name: "floor", purpose: "The next whole number down.", fn: stdlib.FloorFunc},
	{name: "format", purpose: "A text with values put in, as by printf.", fn: stdlib.FormatFunc, check: formatFits},
	{name: "formatdate", purpose: "A time in another form.", fn: stdlib.FormatDateFunc},
	{name: "formatlist", purpose: "format for each element of a list.", fn: stdlib.FormatListFunc, check: formatFits},
	{name: "indent", purpose: "A text with blanks before each line but the first.", fn: stdlib.IndentFunc, check: indentFits},
	{name: "index", purpose: "Where a list has a value.", fn: index},
	{name: "join", purpose: "Texts with a separator between them.", fn: stdlib.JoinFunc, check: joinFits},
	{name: "jsondecode", purpose: "The value of a JSON text.", fn: stdlib.JSONDecodeFunc, check: jsonFits},
	{name: "jsonencode", purpose: "A value as JSON.", fn: stdlib.JSONEncodeFunc, check: fits},
	{name: "keys", purpose: "The keys of a map, in order.", fn: stdlib.KeysFunc},
	{name: "length", purpose: "How many elements a value or letters a text has.", fn: length, selects: true},
	{name: "log", purpose: "A logarithm.", fn: stdlib.LogFunc},
	{name: "lookup", purpose: "An element of a map, or a default.", fn: lookup, selects: true},
	{name: "lower", purpose: "A text in small letters.", fn: stdlib.LowerFunc},
	{name: "max", purpose: "The greatest of some numbers.", fn: stdlib.MaxFunc},
	{name: "merge", purpose: "Maps or objects as one; later ones win.", fn: stdlib.MergeFunc},
	{name: "min", purpose: "The least of some numbers.", fn: stdlib.MinFunc},
	{name: "one", purpose: "The only element of a list, null for an empty one.", fn: one},
	{name: "parseint", purpose: "The number that a text stands for in a base.", fn: stdlib.ParseIntFunc, check: digitsFit},
	{name: "pow", purpose: "A power.", fn: stdlib.PowFunc},
	{name: "range", purpose: "Up to 1,024 numbers in a row.", fn: stdlib.RangeFunc},
	{name: "regex", purpose: "The first match of a pattern in a text.", fn: stdlib.RegexFunc, check: patternFits},
	{name: "regexall", purpose: "All matches of a pattern in a text.", fn: stdlib.RegexAllFunc, check: matchesFit},
	{name: "replace", purpose: "A text with another in place of a part, or of a /pattern/.", fn: replace, check: replaceFits},
	{name: "reverse", purpose: "A list from its end.", fn: stdlib.ReverseListFunc},
	{name: "setintersection", purpose: "What sets have in common.", fn: stdlib.SetIntersectionFunc},
	{name: "setproduct", purpose: "All combinations of elements of sets.", fn: stdlib.SetProductFunc, check: productFits},
	{name: "setsubtract", purpose: "What the first set has and the second has not.", fn: stdlib.SetSubtractFunc},
	{name: "setunion", purpose: "What any of some sets has.", fn: stdlib.SetUnionFunc},
	{name: "sha1", purpose: "The SHA-1 of a text, in hexadecimal.", fn: sha1sum},
	{name: "sha256", purpose: "The SHA-256 of a text, in hexadecimal.", fn: sha256sum},
	{name: "signum", purpose: "The sign of a number: -1, 0 or 1.", fn: stdlib.SignumFunc},
	{name: "slice", purpose: "A part of a list.", fn: stdlib.SliceFunc},
	{name: "sort", purpose: "A list of texts in order.", fn: stdlib.SortFunc},
	{name: "split", purpose: "The parts of a text between separators.", fn: stdlib.SplitFunc, check: splitFits},
	{name: "startswith", purpose: "Whether a text begins with another.", fn: startswith},
	{name: "strcontains", purpose: "Whether a text has another within it.", fn: strcontains},
	{name: "strrev", purpose: "A text from its end.", fn: stdlib.ReverseFunc},
	{name: "substr", purpose: "A part of a text.", fn: stdlib.SubstrFunc},
	{name: "sum", purpose: "The sum of a list of numbers.", fn: sum},
	{name: "timeadd", purpose: "A time some while later.", fn: stdlib.TimeAddFunc},
	{name: "title", purpose: "A text with each word's first letter as a capital.", fn: stdlib.TitleFunc},
	{name: "tobool", purpose: "A value as true or false.", fn: stdlib.MakeToFunc(cty.Bool)},
	{name: "tolist", purpose: "A value as a list.", fn: stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType))},
	{name: "tomap", purpose: "A value as a map.", fn: stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType))},
	{name: "tonumber", purpose: "A value as a number.", fn: stdlib.MakeToFunc(cty.Number)},
	{name: "toset", purpose: "A value as a set.", fn: stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType))},
	{name: "tostring", purpose: "A value as text.", fn: stdlib.MakeToFunc(cty.String)},
	{name: "trim", purpose: "A text without some letters at its ends.", fn: stdlib.TrimFunc},
	{name: "trimprefix", purpose: "A text without a beginning.", fn: stdlib.TrimPrefixFunc},
	{name: "trimspace", purpose: "A text without blanks at its ends.", fn: stdlib.TrimSpaceFunc},
	{name: "trimsuffix", purpose: "A text without an end.", fn: stdlib.TrimSuffixFunc},
	{name: "try", purpose: "The first expression that has a value.", fn: try},
	{name: "upper", purpose: "A text in capital letters.", fn: stdlib.UpperFunc},
	{name: "urlencode", purpose: "A text as a part of a URL.", fn: urlencode},
	{name: "values", purpose: "The values of a map, in order of its keys.", fn: stdlib.ValuesFunc},
	{name: "yamldecode", purpose: "The value of a YAML text.", fn: ctyyaml.YAMLDecodeFunc, check: yamlFits},
	{name: "yamlencode", purpose: "A value as YAML.", fn: ctyyaml.YAMLEncodeFunc, check: fits},
	{name: "zipmap", purpose: "A map of keys and values.", fn: stdlib.ZipmapFunc},

	{name: "wiki::category", purpose: "The entry of a page in a category, perhaps with a sort key.", fn: wikiCategory},
	{name: "wiki::has_template", purpose: "Whether a wikitext transcludes any of some templates; null has none.", fn: hasTemplate},
	{name: "wiki::link", purpose: "A link to a page, perhaps with a text of its own.", fn: wikiLink},
	{name: "wiki::nowiki", purpose: "A text that the wiki shows as it stands.", fn: wikiNowiki},
	{name: "wiki::template", purpose: "The call of a template, one parameter a line.", fn: wikiTemplate, check: fits},
	{name: "wiki::title", purpose: "A title as the wiki writes it.", fn: wikiTitle},

	{name: "file", purpose: "The text of a file."},
	{name: "fileexists", purpose: "Whether there is a file."},
	{name: "filesha1", purpose: "The SHA-1 of a file, in hexadecimal."},
	{name: "filesha256", purpose: "The SHA-256 of a file, in hexadecimal."},
	{name: "fileset", purpose: "The files of a directory whose paths fit a pattern with *, ** and ?."},
	{name: "templatefile", purpose: "The text of a file with ${…} and %{…} filled in."},
}

// newFunctions gives the functions by name, as expressions call them.
func newFunctions(r *reader, m *meter) map[string]function.Function {
	byName := map[string]function.Function{}
	ours := r.functions()
	for _, f := range functions {
		fn, reads := ours[f.name]
		switch {
		case f.name == "templatefile":
			continue
		case f.name == "try", f.name == "can": // take expressions, not values
			byName[f.name] = f.fn
			continue
		case reads:
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

// metered gives a function whose results are taken into account.
func (m *meter) metered(f namedFunction) function.Function {
	return function.New(&function.Spec{
		Params:   f.fn.Params(),
		VarParam: f.fn.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if err := f.affordable(args); err != nil {
				return cty.NilType, err
			}
			return f.fn.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !f.selects {
				for _, a := range args {
					m.touch(a)
				}
			}
			v, err := f.fn.Call(args)
			if err == nil {
				err = m.charge(v)
			}
			return v, err
		},
	})
}

// nested is templatefile as templates see it.
var nested = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "arguments", Type: cty.DynamicPseudoType, AllowNull: true},
	Type: func([]cty.Value) (cty.Type, error) {
		return cty.NilType, errors.New("a template cannot read another template; fill the inner one first and hand its text over as a variable")
	},
})

func (f namedFunction) affordable(args []cty.Value) error {
	for _, a := range args {
		if err := plain(a); err != nil {
			return err
		}
	}
	if f.check == nil || !allKnown(args) {
		return nil
	}
	return f.check(unmarked(args))
}

func allKnown(args []cty.Value) bool {
	for _, a := range args {
		if !a.IsWhollyKnown() {
			return false
		}
	}
	return true
}
