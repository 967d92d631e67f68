package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// schema is a JSON Schema with as much of the language as ours uses.
type schema struct {
	Type                 any                // a name, or a list of names
	Ref                  string             `json:"$ref"`
	Defs                 map[string]*schema `json:"$defs"`
	Required             []string
	Properties           map[string]*schema
	AdditionalProperties *schema
	Items                *schema
	Enum                 []any
	Const                any
	Pattern              string
	Minimum              *float64
}

func readSchema(t *testing.T) *schema {
	t.Helper()
	b, err := os.ReadFile("../docs/plan.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// faults says what is wrong with v. Other than a schema by itself it finds a
// member wrong that the schema does not describe.
func (s *schema) faults(root *schema, at string, v any) []string {
	var list []string
	fault := func(ok bool, format string, args ...any) {
		if !ok {
			list = append(list, at+": "+fmt.Sprintf(format, args...))
		}
	}
	if s.Ref != "" {
		list = append(list, root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].faults(root, at, v)...)
	}
	fault(s.Type == nil || hasType(s.Type, v), "%T is not of the type %v", v, s.Type)
	fault(s.Enum == nil || slices.Contains(s.Enum, v), "%v is not in %v", v, s.Enum)
	fault(s.Const == nil || reflect.DeepEqual(s.Const, v), "%v is not %v", v, s.Const)
	switch v := v.(type) {
	case string:
		fault(regexp.MustCompile(s.Pattern).MatchString(v), "%q does not match %s", v, s.Pattern)
	case float64:
		fault(s.Minimum == nil || v >= *s.Minimum, "%v is too small", v)
	case []any:
		for i, e := range v {
			if s.Items != nil {
				list = append(list, s.Items.faults(root, fmt.Sprintf("%s[%d]", at, i), e)...)
			}
		}
	case map[string]any:
		if s.Ref != "" {
			break
		}
		for _, name := range s.Required {
			_, there := v[name]
			fault(there, "%s is missing", name)
		}
		for name, e := range v {
			member := s.Properties[name]
			if member == nil {
				member = s.AdditionalProperties
			}
			if fault(member != nil, "%s is not described", name); member != nil {
				list = append(list, member.faults(root, at+"."+name, e)...)
			}
		}
	}
	return list
}

func hasType(types, v any) bool {
	names, several := types.([]any)
	if !several {
		names = []any{types}
	}
	var is []any
	switch v := v.(type) {
	case nil:
		is = []any{"null"}
	case bool:
		is = []any{"boolean"}
	case string:
		is = []any{"string"}
	case float64:
		is = []any{"number"}
		if v == float64(int64(v)) || v >= 1<<53 {
			is = append(is, "integer")
		}
	case []any:
		is = []any{"array"}
	default:
		is = []any{"object"}
	}
	return slices.ContainsFunc(names, func(n any) bool { return slices.Contains(is, n) })
}

func checkSchema(t interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}, s *schema, p *Plan) {
	t.Helper()
	var v any
	if err := json.Unmarshal(savedBytes(t, p), &v); err != nil {
		t.Fatal(err)
	}
	if faults := s.faults(s, "plan", v); faults != nil {
		t.Errorf("%s", strings.Join(faults, "\n"))
	}
}

// The schema describes every document that there can be, and every member.
func TestSchema(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	checkSchema(t, s, sample())
	rapid.Check(t, func(t *rapid.T) { checkSchema(t, s, drawPlan(t)) })
}

// A schema that takes everything would pass TestSchema.
func TestSchemaFindsFaults(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	good := string(savedBytes(t, sample()))
	for _, tt := range []struct{ old, new string }{
		{`"complete":false`, `"complete":"no"`},
		{`"add":2`, `"add":-2`},
		{`"add":2,`, ``},
		{`"update"`, `"replace"`},
		{`"type":"file"`, `"type":"page"`},
		{`"title":"File:`, `"title":"`},
		{`"wikiid"`, `"wikiID"`},
		{`"writes":["content"]`, `"writes":["bytes"]`},
	} {
		bad := strings.Replace(good, tt.old, tt.new, 1)
		var v any
		if err := json.Unmarshal([]byte(bad), &v); err != nil || bad == good {
			t.Fatalf("%s: %v", tt.old, err)
		}
		if s.faults(s, "plan", v) == nil {
			t.Errorf("%s for %s is no fault", tt.new, tt.old)
		}
	}
}

// docs/plan-format.md has every member, every reason and every kind of remark.
func TestFormatIsDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../docs/plan-format.md")
	if err != nil {
		t.Fatal(err)
	}
	var look func(s *schema)
	names := map[string]bool{}
	look = func(s *schema) {
		if s == nil {
			return
		}
		for name, member := range s.Properties {
			names[name] = true
			look(member)
		}
		look(s.Items)
		look(s.AdditionalProperties)
		for _, d := range s.Defs {
			look(d)
		}
	}
	look(readSchema(t))
	for _, r := range reasons() {
		names[string(r)] = true
	}
	for _, k := range []RemarkKind{ReplacesVersion, ReplacesText, BroughtBack, HasNeighbours, PageEmpty, PageThere, EndsRedirect, NotCompared, TextUnstable} {
		names[string(k)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.Contains(string(b), "`"+name+"`") {
			t.Errorf("`%s` is not in the document", name)
		}
	}
}

func reasons() []Reason {
	return []Reason{
		Missing, ContentDiffers, TextDiffers, PageMissing, UnknownContent, TitleRefused, TitleTaken, ExtensionRefused, TooLarge,
		TextTooLarge, TagRefused, RightMissing, AccountBlocked, WikiReadOnly, UploadsOff, PageProtected, IsRedirect, SharedFile,
		Duplicate, NearlyTaken, EmptyContent, NeedsPin,
	}
}
