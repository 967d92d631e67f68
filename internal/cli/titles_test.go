package cli_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
)

// Whatever titles a wiki takes for one, no plan writes both, and what it does
// write stays as it is: the next plan finds nothing to do.
func TestTitlesNeverMeet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		wiki, err := sandbox.New(sandbox.Configure(func(s *sandbox.Settings) { drawLetters(rt, s) }))
		if err != nil {
			rt.Fatal(err)
		}
		defer wiki.Close()
		w := folder{t: rt, http: &http.Client{Transport: wiki.Transport()}, api: "http://localhost/w/api.php"}
		c := w.dial(t.Context(), mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}, wiki.Transport())

		m := drawTitles(rt, "")
		for i, f := range m.Files {
			if rapid.IntRange(0, 4).Draw(rt, "there") == 0 {
				if err := wiki.PutFile(f.Name, contentOf(100+i), "", "Anna"); err != nil {
					rt.Logf("%q cannot be there: %v", f.Name, err)
				}
			}
		}
		p := w.planned(t.Context(), c, m)
		w.holds(m, p)

		r := apply.Runner{Wiki: c, Body: body, Jobs: 2}
		report := r.Run(t.Context(), nil, p)
		stable := true
		ours := map[provider.Title]int{}
		for i, res := range report.Results {
			name := m.Files[slices.IndexFunc(m.Files, func(f spec.File) bool { return f.Address == res.Change.Claim.Address })].Name
			stable = stable && w.stored(w.stored(name)) == w.stored(name)
			if stable && res.Outcome != apply.Done && res.Outcome != apply.BlockedNow {
				rt.Errorf("%q: %s: %v", name, res.Outcome, res.Err)
			}
			versions, err := wiki.Versions(string(res.Change.Claim.Title))
			if err != nil {
				rt.Fatal(err)
			}
			for _, v := range versions {
				if v.User == "Sandbox" {
					ours[res.Change.Claim.Title]++
				}
				if res.Outcome == apply.Done && v.User == "Sandbox" && v.SHA1 != res.Change.Claim.Content.Digest.SHA1 {
					rt.Errorf("result %d: %q has the content of another file", i, name)
				}
			}
		}
		for title, n := range ours {
			if n > 1 {
				rt.Errorf("%q was written %d times", title, n)
			}
		}
		if again := w.planned(t.Context(), c, m); stable && again.Pending() {
			for _, c := range again.Changes {
				if c.Action() == plan.Create || c.Action() == plan.Update {
					rt.Errorf("%s %q is not done: %s", c.Claim.Address, c.Claim.Title, c.Action())
				}
			}
		}
	})
}

// folder is a wiki that folds titles.
type folder struct {
	t interface {
		Fatal(...any)
		Fatalf(string, ...any)
		Errorf(string, ...any)
	}
	http *http.Client
	api  string
}

func (w folder) dial(ctx context.Context, credentials mediawiki.Credentials, transport http.RoundTripper) *mediawiki.Client {
	c, err := mediawiki.Dial(ctx, mediawiki.Config{API: w.api, UserAgent: "wikiform-test/0", Credentials: credentials, Transport: transport})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// stored is what the wiki says about one name when asked for it alone, without
// the client that is tested.
func (w folder) stored(name string) string {
	resp, err := w.http.PostForm(w.api, url.Values{"action": {"query"}, "titles": {"File:" + name}, "format": {"json"}, "formatversion": {"2"}})
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	var a struct {
		Query struct {
			Pages []struct {
				Title   string
				Invalid bool
			}
		}
	}
	text, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err != nil || len(a.Query.Pages) != 1 {
		w.t.Fatalf("%q: %v, %s", name, err, text)
	}
	if a.Query.Pages[0].Invalid {
		return ""
	}
	_, title, _ := strings.Cut(a.Query.Pages[0].Title, ":")
	return title
}

func (w folder) planned(ctx context.Context, c *mediawiki.Client, m *spec.Manifest, only ...plan.Kind) *plan.Plan {
	sums := map[spec.Address]provider.Content{}
	for i, f := range m.Files {
		sums[f.Address] = provider.Content{Digest: provider.Digest{SHA1: sha1.Sum(contentOf(i)), Size: int64(len(contentOf(i)))}}
	}
	facts := plan.Facts{Site: c.Site(), Account: c.Account(), Only: only}
	wants := plan.Claims(m, sums, facts.Site, spec.Wiki{})
	if err := plan.Survey(ctx, c, wants, &facts); err != nil {
		w.t.Fatal(err)
	}
	p := plan.Compute(plan.Narrow(wants, facts, only), facts)
	told := map[spec.Address]bool{}
	for _, d := range plan.Doubles(m, wants) {
		for _, f := range m.Files {
			told[f.Address] = told[f.Address] || strings.Contains(d.Detail, string(f.Address)+" (")
		}
	}
	for _, c := range p.Changes {
		if taken := slices.Contains(c.Reasons, plan.TitleTaken); taken != told[c.Claim.Address] {
			w.t.Errorf("%s: blocked for its title: %v, told: %v", c.Claim.Address, taken, told[c.Claim.Address])
		}
	}
	return p
}

// holds says that no two changes of a plan write to what the wiki takes for one.
func (w folder) holds(m *spec.Manifest, p *plan.Plan) {
	by := map[string]string{}
	for i, c := range p.Changes {
		if c.Action() != plan.Create && c.Action() != plan.Update {
			continue
		}
		name := m.Files[i].Name
		stored := w.stored(name)
		if other, twice := by[stored]; twice {
			w.t.Errorf("%q and %q are %q, and both would be written", other, name, stored)
		}
		by[stored] = name
		if string(c.Claim.Title) != stored {
			w.t.Errorf("%q is planned as %q, the wiki says %q", name, c.Claim.Title, stored)
		}
	}
}

// drawLetters draws how a wiki's titles begin.
func drawLetters(t *rapid.T, s *sandbox.Settings) {
	s.CaseSensitive = rapid.IntRange(0, 3).Draw(t, "case-sensitive") == 0
	if rapid.IntRange(0, 3).Draw(t, "files are different") == 0 {
		s.CapitalIn = map[int]bool{6: rapid.Bool().Draw(t, "capitals of files")}
	}
	s.UpperCase = rapid.Bool().Draw(t, "upper case")
	s.Language = rapid.SampledFrom([]string{"en", "tr"}).Draw(t, "language")
	s.FileNamespace = rapid.SampledFrom([]string{"File", "Datei"}).Draw(t, "namespace")
	s.Limits = nil
	s.Capitals = map[string]string{}
	for range rapid.IntRange(0, 4).Draw(t, "capitals of its own") {
		s.Capitals[drawLetter(t)] = drawLetter(t) + rapid.SampledFrom([]string{"", "", "x"}).Draw(t, "more")
	}
}

// drawLetter draws from all scripts, and more often what has several cases or
// joins with what follows.
func drawLetter(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"a", "A", "i", "I", "ı", "İ", "s", "S", "ſ", "ß", "ẞ", "ﬁ", "F", "f", "ŉ", "ʼ", "ǰ", "J", "ǆ", "ǅ", "Ǆ", "ΐ", "Ϊ", "ᾳ", "և", "თ", "Თ", "é", "日", "7", "ⓐ"}),
		rapid.Map(rapid.RuneFrom(nil, unicode.Lower, unicode.Upper, unicode.Title, unicode.Lo, unicode.Letter), func(r rune) string { return string(r) }),
		rapid.Map(rapid.RuneFrom(nil, unicode.Mn, unicode.Nl, unicode.So, unicode.Nd), func(r rune) string { return string(r) }),
	).Draw(t, "letter")
}

// drawTitles gives a manifest of files whose titles are near to each other. All
// of them end in tail.
func drawTitles(t *rapid.T, tail string) *spec.Manifest {
	m := &spec.Manifest{}
	seen := map[provider.Title]bool{}
	add := func(name string) {
		name += tail + ".svg"
		title, err := provider.ParseTitle(name, provider.Site{})
		if err != nil || seen[title] {
			return
		}
		seen[title] = true
		i := len(m.Files)
		m.Files = append(m.Files, spec.File{Address: spec.Address(fmt.Sprintf("file.f%d", i)), Name: name, Title: title, Source: spec.Source{Path: fmt.Sprint(i)}})
	}
	rest := rapid.SampledFrom([]string{"", "lm", "Ilm", "ilm", "\u0301x", "\u0307x", "\u0345", " x"})
	for range rapid.IntRange(1, 3).Draw(t, "families") {
		letter, rest := drawLetter(t), rest.Draw(t, "rest")
		for _, form := range []string{
			letter, strings.ToUpper(letter), strings.ToTitle(letter), strings.ToLower(letter),
			cases.Title(language.Und).String(letter), cases.Upper(language.Und).String(letter), cases.Lower(language.Und).String(letter),
			cases.Upper(language.Turkish).String(letter), cases.Fold().String(letter),
		} {
			if rapid.Bool().Draw(t, "form") {
				add(form + rest)
			}
		}
	}
	return m
}

func contentOf(i int) []byte {
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %d --></svg>`, i)
}

func body(_ context.Context, s spec.Source, _ func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
	var i int
	fmt.Sscan(s.Path, &i)
	content := contentOf(i)
	return provider.Body{Size: int64(len(content)), Open: func() (io.ReadSeekCloser, error) {
		return unclosed{bytes.NewReader(content)}, nil
	}}, provider.Digest{}, func() {}, nil
}

type unclosed struct{ io.ReadSeeker }

func (unclosed) Close() error { return nil }
