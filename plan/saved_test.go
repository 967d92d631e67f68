package plan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

func savedBytes(t interface{ Fatal(...any) }, p *Plan) []byte {
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSavedPlanIsThePlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		b := savedBytes(t, p)
		back, err := Read(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%v\n%s", err, b)
		}
		if diff := cmp.Diff(p, back, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-saved +read):\n%s", diff)
		}
		if p.Digest() != back.Digest() {
			t.Fatalf("the digest was %s and is %s", p.Digest(), back.Digest())
		}
		for line := range strings.Lines(string(b)) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) ||
				strings.Contains(line, "##[") || strings.Contains(strings.ToLower(line), "##vso[") {
				t.Fatalf("a line that a terminal or a runner would obey: %q", line)
			}
		}
	})
}

// One byte more, less or other, wherever it is, and the plan is refused.
func TestDamageIsRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := savedBytes(t, drawPlan(t))
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		c := rapid.Byte().Draw(t, "byte")
		mustRefuse(t, append(append(bytes.Clone(b[:at]), c), b[at:]...), b)
		mustRefuse(t, append(bytes.Clone(b[:at]), b[at+1:]...), b)
		b2 := bytes.Clone(b)
		b2[at] = c
		mustRefuse(t, b2, b)
	})
}

// TestEveryByteCounts damages each byte of a plan in one of its bits.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	for _, p := range []*Plan{sample(), namesSample(), mergeSample()} {
		b := savedBytes(t, p)
		for at := range b {
			damaged := bytes.Clone(b)
			damaged[at] ^= 1 << (at % 8)
			mustRefuse(t, damaged, b)
		}
		for n := range b {
			mustRefuse(t, b[:n], b)
		}
	}
}

func mustRefuse(t interface {
	Fatalf(string, ...any)
	Helper()
}, damaged, b []byte) {
	t.Helper()
	if bytes.Equal(damaged, b) {
		return
	}
	_, err := Read(bytes.NewReader(damaged))
	if _, ok := errors.AsType[*FormatError](err); !ok {
		t.Fatalf("error %v for a damaged plan:\n%s", err, damaged)
	}
}

// sample is a plan with something of everything.
func sample() *Plan {
	text, before := "== New ==\n", "== Old ==\n"
	day := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	site := provider.Site{Extensions: []string{"png"}, Tags: []string{"museum"}}
	wants := []Claim{
		{Address: "file.logo", Title: "Logo.png", Content: &Content{Source: spec.Source{Path: "logo.png"}, Digest: digest("logo")}, Text: &Text{Text: text, At: Position{"a.wiki.hcl", 5}},
			Comment: "batch", Tags: []string{"museum"}, At: Position{"a.wiki.hcl", 1}},
		{Address: `file.plate["a\nb"]`, Title: "Plate.png", Content: &Content{Source: spec.Source{Path: "plate.png"}, Digest: digest("new")}, Text: &Text{Text: text},
			Accept: []provider.WarningKind{provider.WarnDuplicate}, At: Position{"a.wiki.hcl", 9}},
		{Address: "file.url", Title: "URL.png", Content: &Content{Source: spec.Source{URL: "https://example.org/u", Via: spec.ViaAuto}}},
		{Address: "file.exe", Title: "X.exe", Content: &Content{Source: spec.Source{Path: "x.exe"}, Digest: digest("exe")}},
		{Address: "file.unpinned", Title: "Unpinned.png", Content: &Content{Source: spec.Source{URL: "https://example.org/v", Via: spec.ViaAuto}}},
		{Address: "file.same", Title: "Same.png", Content: &Content{Source: spec.Source{Path: "same.png"}, Digest: digest("same")}},
	}
	have := func(content, text string) provider.File {
		return provider.File{
			Version: &provider.Version{Digest: digest(content), MIME: "image/png", Width: 8, Height: 6, User: "Anna", Time: day},
			Page:    &provider.Page{Rev: 7, TextSHA1: provider.TextSHA1(text), Text: text, HasText: true, User: "Anna", Time: day},
		}
	}
	p := Compute(wants, Facts{
		Wiki: Wiki{Name: "prod", API: "https://wiki.example/w/api.php", ID: "w", Generator: "MediaWiki 1.43.0", Account: "Up"},
		Site: site, Account: provider.Account{Name: "Up", Rights: []string{"upload", "edit", "createpage", "reupload", "applychangetags", "upload_by_url"}},
		Have: map[provider.Title]provider.File{"Plate.png": have("old", before), "Unpinned.png": have("u", ""), "Same.png": have("same", "x")},
	})
	for i := range p.Changes {
		p.Changes[i].Before.Title = p.Changes[i].Claim.Title
	}
	p.Tool, p.Made, p.Scope, p.Notes = "0.1.0", day, spec.Scope{Excludes: []string{"file.big"}}, []string{"a note"}
	return p
}

// asIn1 compares problems by what a saved plan of format 1.x has of them.
var asIn1 = cmp.Transformer("asIn1", func(p Problem) [2]string { return [2]string{string(p.Reason), p.String()} })

func TestSample(t *testing.T) {
	t.Parallel()
	p := sample()
	got := fmt.Sprint(p.Counts())
	if want := fmt.Sprint(Counts{Add: 2, Change: 1, Blocked: 1, Unknown: 1, Others: 1, Bytes: 7, UnknownSize: 1}); got != want {
		t.Errorf("the sample has %s, want %s", got, want)
	}
	back, err := Read(bytes.NewReader(savedBytes(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-saved +read):\n%s", diff)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	t.Parallel()
	b := string(savedBytes(t, sample()))
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "not a plan that wikiform saved"},
		{"text", "Plan: 1 to add", "not a plan that wikiform saved"},
		{"Terraform's", `{"format_version":"1.2","terraform_version":"1.9.0"}`, `format version "1.2", and this wikiform reads 1.0, 1.1, 2.0, 2.1, 2.2, 2.3, 2.4, 2.5 only`},
		{"of the future", strings.Replace(b, `"2.5"`, `"3.0"`, 1), `format version "3.0"`},
		{"forged", strings.Replace(b, "https://wiki.example/", "https://evil.example/", 1), "not as wikiform wrote it: its sums do not fit"},
		{"with another member", strings.Replace(b, `,"timestamp"`, `,"more":1,"timestamp"`, 1), "differs first in line 1"},
		{"two documents", b + b, "after top-level value"},
		{"with CRLF", strings.ReplaceAll(b, "\n", "\r\n"), "differs first in line 1"},
		{"without a text", strings.Replace(b, "== New", "== Gnu", 1), "it differs first in line"},
		{"with a step", strings.Replace(b, `"step":"upload"`, `"step":"protect"`, 1), `resource_changes[0]: it has the unknown step "protect"`},
		{"with another step", strings.Replace(b, `"step":"upload"`, `"step":"delete"`, 1), `resource_changes[0]: the action create does not fit`},
		{"with a type", strings.Replace(b, `"type":"file"`, `"type":"page"`, 1), `it has the unknown type "page"`},
		{"as an absence", strings.Replace(b, `"type":"file"`, `"type":"absent"`, 1), `it has no deletion`},
		{"as a move", strings.Replace(b, `"type":"file"`, `"type":"moved"`, 1), `it uploads a content, and has none`},
		{"with a verdict", strings.Replace(b, `"verdict":"blocked"`, `"verdict":"clear"`, 1), `it has the unknown verdict "clear"`},
		{"with nothing to be there", strings.Replace(b, `"after":{`, `"after":null,"was":{`, 1), `after is null`},
		{"with a move", strings.Replace(b, `"steps":[`, `"steps":[{"step":"move","from":"File:X.png","redirect":true},`, 1), `it moves a file, and has no previous_title`},
		{"with a way", strings.Replace(b, `"step":"upload"`, `"step":"set_text","how":"own"`, 1), `its text comes to be by the unknown way "own"`},
		{"with an action", strings.Replace(b, `"update"`, `"replace"`, 1), `resource_changes[1]: it has the unknown action "replace"`},
	} {
		_, err := Read(strings.NewReader(tt.in))
		if e, ok := errors.AsType[*FormatError](err); !ok || !strings.Contains(e.Problem, tt.want) || e.Hint() == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// zeros is a file without an end.
type zeros struct{ read int }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.read += len(p)
	return len(p), nil
}

func TestReadOfNoPlanEndsEarly(t *testing.T) {
	t.Parallel()
	z := &zeros{}
	if _, err := Read(z); err == nil || z.read > 64<<10 {
		t.Errorf("%d bytes were read: %v", z.read, err)
	}
}

func TestReadReportsItsReader(t *testing.T) {
	t.Parallel()
	if _, err := Read(io.MultiReader(strings.NewReader("{"), broken{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriteRefusesWhatIsNoText(t *testing.T) {
	t.Parallel()
	p := &Plan{Changes: []Change{{Claim: Claim{Content: &Content{Source: spec.Source{Path: "\xff.png"}}}}}}
	if err := Write(io.Discard, p); !errors.Is(err, errNotUTF8) {
		t.Errorf("got %v for a path that is no text", err)
	}
}

// The digest is that of what is done, and of nothing else.
func TestDigest(t *testing.T) {
	t.Parallel()
	want := sample().Digest()
	for name, change := range map[string]func(p *Plan){
		"time":        func(p *Plan) { p.Made = p.Made.Add(time.Hour) },
		"tool":        func(p *Plan) { p.Tool = "9.9" },
		"account":     func(p *Plan) { p.Wiki.Account = "Other" },
		"note":        func(p *Plan) { p.Notes = nil },
		"remark":      func(p *Plan) { p.Changes[0].Remarks = []Remark{{Text: "x"}} },
		"place":       func(p *Plan) { p.Changes[0].Claim.At.Line = 99 },
		"path":        func(p *Plan) { p.Changes[0].Claim.Content.Source.Path = "elsewhere.png" },
		"revision":    func(p *Plan) { p.Changes[1].Before.Page.Rev++ },
		"order":       func(p *Plan) { slices.Reverse(p.Changes) },
		"unchanged":   func(p *Plan) { p.Changes = p.Changes[:5] },
		"not blocked": func(p *Plan) { p.Changes[3].Problems = []Problem{{Text: "something else"}} },
	} {
		p := sample()
		change(p)
		if got := p.Digest(); got != want {
			t.Errorf("%s changes the digest", name)
		}
	}
	other := "another"
	for name, change := range map[string]func(p *Plan){
		"api":   func(p *Plan) { p.Wiki.API += "x" },
		"title": func(p *Plan) { p.Changes[0].Claim.Title = "Other.png" },
		"content": func(p *Plan) {
			p.Changes[0].Claim.Content.Digest = digest(other)
			p.Changes[0].Steps = uploadOf(p.Changes[0])
		},
		"text": func(p *Plan) {
			p.Changes[0].Claim.Text = &Text{Text: other}
			p.Changes[0].Steps = uploadOf(p.Changes[0])
		},
		"comment": func(p *Plan) { p.Changes[0].Claim.Comment = other },
		"tags":    func(p *Plan) { p.Changes[0].Claim.Tags = nil },
		"accept":  func(p *Plan) { p.Changes[1].Claim.Accept = nil },
		"url": func(p *Plan) {
			p.Changes[2].Claim.Content.Source.URL += "x"
			p.Changes[2].Steps = uploadOf(p.Changes[2])
		},
		"before":  func(p *Plan) { p.Changes[1].Before.Version.SHA1 = digest(other).SHA1 },
		"version": func(p *Plan) { p.Changes[1].Before.Version.Time = p.Made.Add(time.Second) },
		"page":    func(p *Plan) { p.Changes[1].Before.Page.TextSHA1 = provider.TextSHA1(other) },
		"no page": func(p *Plan) { p.Changes[1].Before.Page = nil },
		"hidden":  func(p *Plan) { p.Changes[1].Before.Page.TextSHA1 = provider.SHA1{} },
		"action":  func(p *Plan) { p.Changes[0].Steps = nil },
		"more":    func(p *Plan) { p.Changes = append(p.Changes, p.Changes[0]) },
	} {
		p := sample()
		change(p)
		if got := p.Digest(); got == want {
			t.Errorf("%s does not change the digest", name)
		}
	}
	if !SameDigest(strings.ToUpper(strings.TrimPrefix(want, "sha256:")), want) || !SameDigest(want, want) || SameDigest("", want) {
		t.Error("SameDigest")
	}
}

// A plan of an older format is read, keeps its digest, is written as it was and is
// carried out.
func TestOlderFormats(t *testing.T) {
	t.Parallel()
	for _, old := range []struct {
		format, digest string
		less           func(*Remark) // takes what the format has not
	}{
		{"1.0", "sha256:8800dc0b1e94117fd8f5916aa00610368b7cc9a4169a8867ad2906b825f37507", func(r *Remark) { r.User, r.Time = "", time.Time{} }},
		{"1.1", "sha256:1308ebc083e969baac710f9ae89fbb33a19ad4dc0d68f19cddc2d7030ad1b408", func(*Remark) {}},
		{"2.3", "sha256:1308ebc083e969baac710f9ae89fbb33a19ad4dc0d68f19cddc2d7030ad1b408", func(*Remark) {}},
		{"2.2", "sha256:1308ebc083e969baac710f9ae89fbb33a19ad4dc0d68f19cddc2d7030ad1b408", func(*Remark) {}},
		{"2.1", "sha256:1308ebc083e969baac710f9ae89fbb33a19ad4dc0d68f19cddc2d7030ad1b408", func(*Remark) {}},
		{"2.0", "sha256:1308ebc083e969baac710f9ae89fbb33a19ad4dc0d68f19cddc2d7030ad1b408", func(*Remark) {}},
	} {
		t.Run(old.format, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile("testdata/saved-" + old.format + ".json")
			if err != nil {
				t.Fatal(err)
			}
			p, err := Read(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if p.Digest() != old.digest {
				t.Errorf("the digest was %s and is %s", old.digest, p.Digest())
			}
			if !bytes.Equal(savedBytes(t, p), b) {
				t.Error("it is not written as it was")
			}
			want := sample()
			want.Format = old.format
			for i := range want.Changes {
				for j := range want.Changes[i].Remarks {
					old.less(&want.Changes[i].Remarks[j])
				}
			}
			if diff := cmp.Diff(want, p, cmpopts.EquateEmpty(), asIn1); diff != "" {
				t.Errorf("(-planned +read):\n%s", diff)
			}
			declared, bad := p.Declared(declaredClaims(), declaredFacts())
			if bad != nil || declared.Digest() != old.digest {
				t.Errorf("declared: %+v, the digest %s", bad, declared.Digest())
			}
			if us := declared.Unreviewed(sample().Digests()); us != nil {
				t.Errorf("not reviewed: %+v", us)
			}
			mustRefuse(t, bytes.Replace(b, []byte(`"last_upload"`), []byte(`"steps":[{"step":"upload"}],"last_upload"`), 1), b)
			mustRefuse(t, bytes.Replace(b, []byte(`"source_path"`), []byte(`"holder_title":"File:A.png","source_path"`), 1), b)
			mustRefuse(t, bytes.Replace(b, []byte(`"accept_warnings":[]`), []byte(`"accept_warnings":[],"on_duplicate":"adopt"`), 1), b)
			if since(old.format, format21) {
				return
			}
			mustRefuse(t, bytes.Replace(b, []byte(`"page_revid":7`), []byte(`"page_revid":7,"page_id":70`), 1), b)
			mustRefuse(t, bytes.Replace(b, []byte(`"step":"upload"`), []byte(`"step":"delete"`), 1), b)
		})
	}
}

// FuzzRead: what is read is what would be written, and nothing panics.
func FuzzRead(f *testing.F) {
	f.Add(savedBytes(f, sample()))
	f.Add(savedBytes(f, namesSample()))
	f.Add(savedBytes(f, mergeSample()))
	f.Add(savedBytes(f, undoSample()))
	f.Add(savedBytes(f, &Plan{}))
	for _, format := range []string{format10, format11, format20, format21, format22, format23} {
		old, err := os.ReadFile("testdata/saved-" + format + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(old)
	}
	for _, s := range []string{"", "{}", "null", `{"format_version":"1.0"}`, `{"format_version":"1.0","wikis":{"":{}}}`,
		`{"format_version":"1.0","wikis":{"a":{}},"resource_changes":[{"change":{"actions":["create"]},"writes":["content"]}]}`,
		`{"format_version":"2.0","wikis":{"a":{}},"resource_changes":[{"change":{"actions":["create"],"after":null},"steps":[{"step":"upload"}]}]}`,
		`{"format_version":"2.2","wikis":{"a":{}},"resource_changes":[{"type":"absent","deletion":{},"change":{"actions":["delete"],"after":null},"steps":[{"step":"upload"}]}]}`,
		`{"format_version":"2.0","wikis":{"a":{}},"resource_changes":[{"type":"moved","change":{"actions":["update"],"after":{}},"steps":[{"step":"move"}]}]}`,
		`{"format_version":"1.1","wikis":{"a":{}},"resource_changes":[{"type":"moved","change":{"actions":["update"],"after":{}},"writes":["content"]}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		if !bytes.Equal(savedBytes(t, p), b) {
			t.Errorf("%q was read, and is not written so", b)
		}
	})
}

func BenchmarkSaved(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		p := sample()
		one := p.Changes[1]
		p.Changes = nil
		for i := range n {
			c := one
			text := fmt.Sprintf("%s %d", strings.Repeat("{{Information|description=The old bridge}}\n", 20), i)
			page := *c.Before.Page
			page.Text = text + "!"
			c.Claim.Address, c.Claim.Title, c.Claim.Text, c.Before.Page = spec.Address(fmt.Sprintf("file.p[\"%d\"]", i)), provider.Title(fmt.Sprintf("P %d.png", i)), &Text{Text: text}, &page
			p.Changes = append(p.Changes, c)
		}
		saved := savedBytes(b, p)
		b.Run(fmt.Sprintf("write/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, p); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("read/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(bytes.NewReader(saved)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
