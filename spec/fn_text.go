package spec

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// onText is a function of one text.
func onText(param string, f func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: param, Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := f(args[0].AsString())
			return cty.StringVal(s), err
		},
	})
}

// onTexts is a question about two texts.
func onTexts(second string, f func(s, t string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: second, Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

var (
	startswith  = onTexts("prefix", strings.HasPrefix)
	endswith    = onTexts("suffix", strings.HasSuffix)
	strcontains = onTexts("substr", strings.Contains)

	basename  = onText("path", func(s string) (string, error) { return path.Base(s), nil })
	dirname   = onText("path", func(s string) (string, error) { return path.Dir(s), nil })
	urlencode = onText("str", func(s string) (string, error) { return url.QueryEscape(s), nil })

	base64encode = onText("str", func(s string) (string, error) { return base64.StdEncoding.EncodeToString([]byte(s)), nil })
	base64decode = onText("str", func(s string) (string, error) {
		b, err := base64.StdEncoding.DecodeString(s)
		if err == nil && !utf8.Valid(b) {
			err = errors.New("the decoded bytes are not UTF-8 text")
		}
		return string(b), err
	})
	sha1sum = onText("str", func(s string) (string, error) {
		sum := sha1.Sum([]byte(s))
		return hex.EncodeToString(sum[:]), nil
	})
	sha256sum = onText("str", func(s string) (string, error) {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:]), nil
	})
)

// replace takes a pattern between slashes for a regular expression.
var replace = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		re, err := slashed(args[1].AsString())
		switch {
		case err != nil:
			return cty.NilVal, function.NewArgError(1, err)
		case re != nil:
			return cty.StringVal(re.ReplaceAllString(args[0].AsString(), args[2].AsString())), nil
		}
		return cty.StringVal(strings.ReplaceAll(args[0].AsString(), args[1].AsString(), args[2].AsString())), nil
	},
})

// slashed is the regular expression between slashes, nil for other text.
func slashed(s string) (*regexp.Regexp, error) {
	if len(s) < 2 || s[0] != '/' || s[len(s)-1] != '/' {
		return nil, nil
	}
	return regexp.Compile(s[1 : len(s)-1])
}

// csvdecode is lenient where spreadsheets are sloppy: a byte order mark is no
// part of the first column's name.
var csvdecode = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "str", Type: cty.String}},
	Type: func(args []cty.Value) (cty.Type, error) {
		text := unmarkedText(args[0])
		if header, _, _ := strings.Cut(text.AsString(), "\n"); !strings.Contains(header, ",") && strings.ContainsAny(header, ";\t") {
			return cty.NilType, errors.New("the header line has semicolons or tabs between its columns; save the table with commas")
		}
		return stdlib.CSVDecodeFunc.ReturnTypeForValues([]cty.Value{text})
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return stdlib.CSVDecode(unmarkedText(args[0])) },
})

func unmarkedText(v cty.Value) cty.Value {
	return cty.StringVal(strings.TrimPrefix(v.AsString(), "\uFEFF"))
}
