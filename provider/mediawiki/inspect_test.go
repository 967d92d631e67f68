package mediawiki

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// memberNames are of members, as an answer may write them: some are an envelope's, however that
// looks.
var memberNames = []string{"query", "warnings", "batchcomplete", "errors", "Errors", "ERROR", "error", `erro\u0072s`, `\u0065rror`, "errorſ", "erro", "errorss", `a\"errors`, `\\`, ""}

// Of an answer that is decoded without looking for errors there are none.
func TestNoErrorIsMissed(t *testing.T) {
	t.Parallel()
	told := map[bool]int{}
	check := func(fatalf func(string, ...any), b []byte) {
		plain, err := inspect(b)
		var e envelope
		if bad := json.Unmarshal(b, &e); err != nil || bad == nil && plain && (e.Error != nil || len(e.Errors) > 0) {
			fatalf("%s has %+v, %v", b, e, err)
		}
		told[plain]++
	}
	for _, name := range memberNames {
		for _, value := range []string{`[{"code":"x"}]`, `{"code":"x"}`} {
			check(t.Fatalf, fmt.Appendf(nil, `{"query":[1,{}],"%s" : %s}`, name, value))
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		check(rt.Fatalf, []byte(rapid.SampledFrom([]string{"", " ", "\n"}).Draw(rt, "before")+drawObject(rt, 3)))
	})
	if told[true] == 0 || told[false] == 0 {
		t.Errorf("%v", told)
	}
	for _, usual := range []string{`{"query":{"errors":[{"code":"x"}]}}`, `{"batchcomplete":true,"query":{"pages":[]}}`} {
		if plain, err := inspect([]byte(usual)); !plain || err != nil {
			t.Errorf("%s is decoded twice", usual)
		}
	}
}

func drawObject(rt *rapid.T, deep int) string {
	var members []string
	for range rapid.IntRange(0, 3).Draw(rt, "members") {
		value := rapid.SampledFrom([]string{`"errors"`, `[{"code":"x","text":"]}\""}]`, `{"code":"x"}`, "null", "7", `"{"`}).Draw(rt, "value")
		if deep > 0 && rapid.Bool().Draw(rt, "object") {
			value = drawObject(rt, deep-1)
		}
		members = append(members, fmt.Sprintf(`"%s" :%s`, rapid.SampledFrom(memberNames).Draw(rt, "name"), value))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// The bounds are of values, whatever stands in texts.
func TestValuesAreBounded(t *testing.T) {
	t.Parallel()
	most := "[" + strings.Join(slices.Repeat([]string{"0"}, mostValues-1), ",") + "]"
	for text, refused := range map[string]bool{
		most: false, "[" + most + "]": true,
		`["` + strings.Repeat(",", mostValues) + `"]`: false, `["\"` + strings.Repeat(",", mostValues) + `"]`: false,
	} {
		if _, err := inspect([]byte(text)); (err != nil) != refused {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}
