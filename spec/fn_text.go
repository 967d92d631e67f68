package spec

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	ctyyaml "github.com/zclconf/go-cty-yaml"
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

// trim looks each letter up; cty's compares each with all that are to go.
var trim = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "cutset", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		cut := map[rune]bool{}
		for _, r := range args[1].AsString() {
			cut[r] = true
		}
		return cty.StringVal(strings.TrimFunc(args[0].AsString(), func(r rune) bool { return cut[r] })), nil
	},
})

var chomp = onText("str", func(s string) (string, error) { return strings.TrimRight(s, "\r\n"), nil })

// unmarkedText is a text without the byte order mark that editors put before it.
func unmarkedText(text string) string { return strings.TrimPrefix(text, mark) }

var (
	jsondecode = ofData(stdlib.JSONDecodeFunc)
	yamldecode = ofData(ctyyaml.YAMLDecodeFunc)
)

// ofData is a decoder that passes over a byte order mark.
func ofData(decode function.Function) function.Function {
	return function.New(&function.Spec{
		Params: decode.Params(),
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return decode.Call([]cty.Value{cty.StringVal(unmarkedText(args[0].AsString()))})
		},
	})
}
