package provider

import (
	"errors"
	"strings"
	"testing"
)

func TestParseCategory(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Museum photos":                      "Museum photos",
		"Category:Museum_photos":             "Museum photos",
		" category : __Museum  photos ":      "Museum photos",
		":Category:Museum photos":            "Museum photos",
		"museum":                             "museum",
		"Museum: photos/1902":                "Museum: photos/1902",
		"Kategorie:Museum":                   "Kategorie:Museum",
		"Cafe\u0301":                         "Café",
		"..hidden":                           "..hidden",
		"100% wool & more":                   "100% wool & more",
		strings.Repeat("é", 127):             strings.Repeat("é", 127),
		"":                                   "error: is empty",
		"Category: _":                        "error: is empty",
		":":                                  "error: is empty",
		"[[Category:Museum]]":                "error: contains [, which no title can hold",
		"Museum|Bridge":                      "error: contains |, which no title can hold",
		"a\nb":                               "error: contains the control character U+000A",
		"a%20b":                              "error: contains a percent-encoded character, which the wiki refuses",
		"a&amp;b":                            "error: contains an HTML entity, which the wiki refuses",
		"a~~~b":                              "error: contains ~~~, which is a signature",
		"a/../b":                             "error: is a relative path",
		".":                                  "error: is a relative path",
		"Category::Museum":                   "error: begins with a colon",
		"\xff":                               "error: is not valid UTF-8",
		strings.Repeat("é", 128):             "error: has 256 bytes, the wiki stores at most 255",
		"Category:" + strings.Repeat("é", 9): strings.Repeat("é", 9),
	} {
		got, err := ParseCategory(in)
		if e, ok := errors.AsType[*TitleError](err); ok {
			got = "error: " + e.Reason
		}
		if got != want {
			t.Errorf("ParseCategory(%q) = %q, want %q", in, got, want)
		}
	}
}
