package providertest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answer is what came back, or a part of it. Its methods end the test when the
// answer is not as they say, and show the whole of it.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	text   string // the whole body
	value  any    // decoded; nil when it is not JSON
}

func answered(t *testing.T, res *http.Response, body []byte) answer {
	a := answer{t: t, status: res.StatusCode, header: res.Header, text: string(body)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(body, &a.value); err != nil {
			t.Fatalf("an answer that is not JSON, as it says: %v\n%s", err, body)
		}
	}
	return a
}

// at is the value at a path like "query.pages.0.title", nil when there is none.
func (a answer) at(path string) any {
	v := a.value
	for key := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// is says that the value at path is want; nil says that there is none.
func (a answer) is(path string, want any) answer {
	a.t.Helper()
	if diff := cmp.Diff(asJSON(want), a.at(path)); diff != "" {
		a.fail("%s (-want +got):\n%s", path, diff)
	}
	return a
}

// has says that there is something at every path.
func (a answer) has(paths ...string) answer {
	a.t.Helper()
	for _, path := range paths {
		if a.at(path) == nil {
			a.fail("nothing at %s", path)
		}
	}
	return a
}

// in is the part of the answer at path.
func (a answer) in(path string) answer {
	a.t.Helper()
	a.has(path)
	a.value = a.at(path)
	return a
}

// list is the parts of the array at path.
func (a answer) list(path string) []answer {
	a.t.Helper()
	items, ok := a.at(path).([]any)
	if !ok {
		a.fail("%s is no array", path)
	}
	parts := make([]answer, len(items))
	for i, item := range items {
		parts[i] = a
		parts[i].value = item
	}
	return parts
}

func (a answer) str(path string) string {
	a.t.Helper()
	s, ok := a.at(path).(string)
	if !ok || s == "" {
		a.fail("%s is no text", path)
	}
	return s
}

func (a answer) num(path string) int {
	a.t.Helper()
	n, ok := a.at(path).(float64)
	if !ok {
		a.fail("%s is no number", path)
	}
	return int(n)
}

// holds reports whether the array at path has an element that is want.
func (a answer) holds(path string, want any) bool {
	a.t.Helper()
	return slices.ContainsFunc(a.list(path), func(item answer) bool { return item.value == want })
}

// code is that of the first error, "" when there is none.
func (a answer) code() string {
	code, _ := a.at("errors.0.code").(string)
	return code
}

// refused says that the first error has this code.
func (a answer) refused(code string) answer {
	a.t.Helper()
	return a.is("errors.0.code", code)
}

// says says that the first error's sentence holds words.
func (a answer) says(words string) answer {
	a.t.Helper()
	if !strings.Contains(a.str("errors.0.text"), words) {
		a.fail("the error does not say %q", words)
	}
	return a
}

func (a answer) fail(format string, args ...any) {
	a.t.Helper()
	body := a.text
	if len(body) > 4000 {
		body = body[:4000] + "…"
	}
	a.t.Fatalf(format+"\nanswer: HTTP %d, %s", append(args, a.status, body)...)
}

// asJSON gives v the types that decoded JSON has.
func asJSON(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a test's own literal
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		panic(err)
	}
	return out
}
