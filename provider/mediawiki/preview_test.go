package mediawiki_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestPreview asks how texts would be shown: as nobody, whoever is logged in, and as the
// account where that is wanted.
func TestPreview(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: sandbox.User, Password: sandbox.Password, Rights: sandbox.BotRights()}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for page, text := range map[string]string{"Template:Foo": "brought in [[Category:From Foo]] {{Missing too}}", "Category:Barns": "all barns", "Secret page": "hidden text"} {
		if err := w.PutPage(page, text, "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	h := &heard{RoundTripper: w.Transport()}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
		API: "http://127.0.0.1/w/api.php", Transport: h, Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	const text = "== Summary ==\n{{Foo}} {{Nothing there|a=b}} {{:No page}} [[Category:Barns]] [[Category:Old docks]] ~~~~ {{subst:Foo}}"
	want := provider.Preview{Pages: []string{"No page", "Template:Missing too", "Template:Nothing there"}, Categories: []string{"From Foo", "Old docks"}}
	for _, asAccount := range []bool{false, true} {
		h.parse = nil
		got, err := c.Preview(t.Context(), "A.png", text, asAccount)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"<h2>Summary</h2>", "brought in", "~~~~", "{{subst:Foo}}"} {
			if !strings.Contains(got.HTML, part) {
				t.Errorf("%q is not in %q", part, got.HTML)
			}
		}
		got.HTML = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("as the account: %v (-want +got):\n%s", asAccount, diff)
		}
		if nobody := len(h.parse) == 1 && h.parse[0] == " assert="; nobody == asAccount {
			t.Errorf("as the account: %v: requests %q", asAccount, h.parse)
		}
	}

	w.Configure(func(s *sandbox.Settings) { s.Private = true })
	h.parse = nil
	if got, err := c.Preview(t.Context(), "A.png", "{{:Secret page}}", false); provider.KindOf(err) != provider.Auth || got.HTML != "" || len(h.parse) != 1 {
		t.Errorf("a private wiki was asked %q: %+v, %v", h.parse, got, err)
	}
	if got, err := c.Preview(t.Context(), "A.png", "{{:Secret page}}", true); err != nil || !strings.Contains(got.HTML, "hidden text") {
		t.Errorf("as the account: %+v, %v", got, err)
	}
	h.parse, h.fails = nil, true
	if _, err := c.Preview(t.Context(), "A.png", "{{:Secret page}}", true); err == nil || strings.Contains(err.Error(), "hidden text") {
		t.Errorf("a wiki that fails: %v", err)
	}
}

// odd answers action=parse with a body of its own, and everything else as the wiki does.
type odd struct {
	http.RoundTripper
	body func() io.ReadCloser
}

func (o odd) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("action") != "parse" {
		return o.RoundTripper.RoundTrip(r)
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1, Body: o.body(), Request: r}, nil
}

// Whatever a wiki answers, there is an end, and what is kept is bounded.
func TestPreviewOfOddAnswers(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	names := func(format string) string {
		var b strings.Builder
		for i := range 30_000 {
			fmt.Fprintf(&b, format, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for name, c := range map[string]struct {
		body string
		fine func(provider.Preview, error) bool
	}{
		"no text":  {`{"parse":{}}`, func(_ provider.Preview, err error) bool { return err != nil }},
		"nothing":  {`{}`, func(_ provider.Preview, err error) bool { return err != nil }},
		"a list":   {`{"parse":{"text":["x"]}}`, func(_ provider.Preview, err error) bool { return err != nil }},
		"no JSON":  {`<p>x</p>`, func(_ provider.Preview, err error) bool { return err != nil }},
		"not told": {`{"parse":{"text":"x","templates":[{"title":"A"},{"title":"","exists":false}],"categories":[{"category":"B"}]}}`, func(p provider.Preview, err error) bool { return err == nil && len(p.Pages)+len(p.Categories) == 0 }},
		"twice":    {`{"parse":{"text":"x","templates":[{"title":"B","exists":false},{"title":"A","exists":false},{"title":"B","exists":false}]}}`, func(p provider.Preview, err error) bool { return err == nil && fmt.Sprint(p.Pages) == "[A B]" }},
		"many names": {`{"parse":{"text":"x","templates":[` + names(`{"title":"T%d","exists":false},`) + `],"categories":[` + names(`{"category":"C_%d","missing":true},`) + `]}}`, func(p provider.Preview, err error) bool {
			return err == nil && len(p.Pages) == 10_000 && len(p.Categories) == 10_000
		}},
		"a long name":      {`{"parse":{"text":"x","templates":[{"title":"` + strings.Repeat("a", 1<<20) + `","exists":false}]}}`, func(p provider.Preview, err error) bool { return err == nil && len(p.Pages[0]) <= 2<<10 }},
		"too long":         {`{"parse":{"text":"` + strings.Repeat("a", 18<<20) + `"}}`, func(_ provider.Preview, err error) bool { return err != nil }},
		"deep in brackets": {`{"parse":` + strings.Repeat("[", 1<<20), func(_ provider.Preview, err error) bool { return err != nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: odd{w.Transport(), func() io.ReadCloser { return io.NopCloser(strings.NewReader(c.body)) }}})
			if err != nil {
				t.Fatal(err)
			}
			if p, err := client.Preview(t.Context(), "A.png", "x", false); !c.fine(p, err) {
				t.Errorf("%d bytes, %d pages, %d categories, %v", len(p.HTML), len(p.Pages), len(p.Categories), err)
			}
		})
	}
}

// An answer that never ends is not waited for, nor asked for again.
func TestPreviewWithoutEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, err := sandbox.New()
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		asked := 0
		client, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: endless{w.Transport(), &asked}})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		_, err = client.Preview(t.Context(), "A.png", "x", false)
		if took := time.Since(began); err == nil || took > time.Minute || asked != 1 {
			t.Errorf("asked %d times, for %s: %v", asked, took, err)
		}
	})
}

// endless trickles an answer to action=parse until nobody waits for it any more.
type endless struct {
	http.RoundTripper
	asked *int
}

func (e endless) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("action") != "parse" {
		return e.RoundTripper.RoundTrip(r)
	}
	*e.asked++
	io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1, Request: r,
		Body: io.NopCloser(trickle{r})}, nil
}

type trickle struct{ of *http.Request }

func (t trickle) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		return copy(p, " "), nil
	case <-t.of.Context().Done():
		return 0, errors.New("nobody waits any more")
	}
}
