package spec

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"wikiform/internal/localname"
	"wikiform/provider"
)

// wikiTitle is a title as every wiki writes it. The first letter stays as it is:
// what becomes of it the wiki decides, and links that are written so reach the
// file on any.
var wikiTitle = onText("title", func(s string) (string, error) {
	t, err := provider.ParseTitle(s, provider.Site{})
	if err != nil {
		return "", errors.New(titleReason(err))
	}
	return string(t), nil
})

// wikiLocalName is the name of a local file for a title.
var wikiLocalName = onText("title", func(s string) (string, error) {
	t, err := provider.ParseTitle(s, provider.Site{})
	if err != nil {
		return "", errors.New(titleReason(err))
	}
	return localname.Of(string(t)), nil
})

var wikiNowiki = onText("text", func(s string) (string, error) {
	return "<nowiki>" + strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(s) + "</nowiki>", nil
})

// pageName gives the name of a page as a link has it.
func pageName(s string) (string, error) {
	name := strings.TrimSpace(s)
	switch {
	case name == "":
		return "", errors.New("the name of the page is empty")
	case strings.ContainsAny(name, "[]{}|<>\n"), strings.Contains(name, "~~~"):
		return "", fmt.Errorf("%q is no name of a page; none has any of [ ] { } | < >", s)
	}
	return name, nil
}

var wikiLink = withLabel("target", func(target, label string) string {
	if elsewhere.MatchString(target) {
		target = ":" + target // a link, not the picture itself or an entry in the category
	}
	return bracketed(target, label)
})

var elsewhere = regexp.MustCompile(`(?i)^(?:file|image|category|datei|bild|kategorie|[a-z-]{2,12})\s*:`)

var wikiCategory = withLabel("name", func(name, sortKey string) string {
	if prefix, rest, found := strings.Cut(name, ":"); found && strings.EqualFold(strings.TrimSpace(prefix), "category") {
		name = strings.TrimSpace(rest)
	}
	return bracketed("Category:"+name, sortKey)
})

func bracketed(target, label string) string {
	if label == "" {
		return "[[" + target + "]]"
	}
	return "[[" + target + "|" + label + "]]"
}

// withLabel is a function of the name of a page and perhaps a text.
func withLabel(param string, write func(name, label string) string) function.Function {
	return function.New(&function.Spec{
		Params:   []function.Parameter{{Name: param, Type: cty.String}},
		VarParam: &function.Parameter{Name: "text", Type: cty.String},
		Type:     function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name, err := pageName(args[0].AsString())
			switch {
			case err != nil:
				return cty.NilVal, function.NewArgError(0, err)
			case len(args) == 1:
				return cty.StringVal(write(name, "")), nil
			case len(args) > 2:
				return cty.NilVal, errors.New("takes the name of a page and at most one text")
			}
			label := strings.NewReplacer("[[", "&#91;&#91;", "]]", "&#93;&#93;", "|", "{{!}}").Replace(args[1].AsString())
			return cty.StringVal(write(name, label)), nil
		},
	})
}

// hasTemplate reports whether a wikitext transcludes any of some templates. No
// text has none.
func (m *meter) hasTemplate() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String, AllowNull: true}, {Name: "names", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			names, err := m.someTexts(args[1])
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			if args[0].IsNull() {
				return cty.False, nil
			}
			have := templates(args[0].AsString())
			return cty.BoolVal(slices.ContainsFunc(names, func(n string) bool { return have[templateName(n)] })), nil
		},
	})
}

// someTexts takes one text for a list of it.
func (m *meter) someTexts(v cty.Value) ([]string, error) {
	if v.Type() == cty.String {
		v = cty.ListVal([]cty.Value{v})
	}
	v, err := m.convert(v, texts)
	if err != nil {
		return nil, errors.New("this is not a list of texts")
	}
	var list []string
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			return nil, errors.New("the list has a null element")
		}
		list = append(list, e.AsString())
	}
	return list, nil
}

// wikiTemplate writes the call of a template.
var wikiTemplate = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "name", Type: cty.String}, {Name: "parameters", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		name, err := pageName(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if t := args[1].Type(); !t.IsObjectType() && !t.IsMapType() {
			return cty.NilVal, function.NewArgErrorf(1, "the parameters of a template are an object or a map, not %s", t.FriendlyName())
		}
		var b strings.Builder
		b.WriteString("{{" + name + "\n")
		for _, key := range parameterOrder(args[1]) {
			v, _ := element(args[1], key)
			text, err := parameter(v)
			switch {
			case strings.ContainsAny(key, "|={}[]<>\n") || strings.TrimSpace(key) == "":
				return cty.NilVal, function.NewArgErrorf(1, "%q is no name of a parameter", key)
			case err != nil:
				return cty.NilVal, function.NewArgErrorf(1, "%s: %s", key, err)
			case !v.IsNull():
				b.WriteString("|" + strings.TrimSpace(key) + "=" + text + "\n")
			}
		}
		b.WriteString("}}")
		return cty.StringVal(b.String()), nil
	},
})

// parameterOrder is numbers by size, then names by the alphabet.
func parameterOrder(v cty.Value) []string {
	keys := keysOf(v)
	slices.SortStableFunc(keys, func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		switch {
		case errX == nil && errY == nil:
			return x - y
		case errX == nil:
			return -1
		case errY == nil:
			return 1
		}
		return 0
	})
	return keys
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$|^(?:simple|be-tarask|roa-tara)$`)

// parameter writes a value; an object of languages is one call of each
// language's template, as Commons has them.
func parameter(v cty.Value) (string, error) {
	if v.IsNull() {
		return "", nil
	}
	if t := v.Type(); t.IsObjectType() || t.IsMapType() {
		return languages(v)
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil {
		return "", fmt.Errorf("a parameter is text, a number or an object of languages such as {en = \"…\"}, not %s", v.Type().FriendlyName())
	}
	return argument(text.AsString()), nil
}

func languages(v cty.Value) (string, error) {
	var lines []string
	for _, code := range keysOf(v) {
		e, _ := element(v, code)
		switch {
		case !languageCode.MatchString(code):
			return "", fmt.Errorf("an object as a parameter has languages for names, such as en and zh-hans, and %q is none", code)
		case e.IsNull():
			continue
		case !e.Type().IsPrimitiveType():
			return "", fmt.Errorf("the text in the language %q is %s", code, e.Type().FriendlyName())
		}
		text, _ := convert.Convert(e, cty.String)
		lines = append(lines, "{{"+code+"|1="+argument(text.AsString())+"}}")
	}
	return strings.Join(lines, "\n"), nil
}
