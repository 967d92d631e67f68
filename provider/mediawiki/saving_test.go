package mediawiki_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// heard is a transport that remembers the requests of action=parse.
type heard struct {
	http.RoundTripper
	parse []string // the header's credentials, and the query
	fails bool
}

func (h *heard) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("action") == "parse" {
		h.parse = append(h.parse, r.Header.Get("Authorization")+r.Header.Get("Cookie")+" assert="+r.URL.Query().Get("assert"))
		if h.fails {
			return &http.Response{StatusCode: 500, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("hidden text")), Request: r}, nil
		}
	}
	return h.RoundTripper.RoundTrip(r)
}

// TestSaving asks what saving would make of a text: as nobody, and as the account only
// where nobody may read and it is wanted. What the text becomes is not told or logged.
func TestSaving(t *testing.T) {
	t.Parallel()
	for name, creds := range map[string]mediawiki.Credentials{
		"password": {User: sandbox.User, Password: sandbox.Password},
		"token":    {Token: "0123456789abcdef0123456789abcdef"},
		"nobody":   {},
	} {
		w, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Owner", Password: "0123456789abcdef0123456789abcdef", Token: creds.Token, Rights: sandbox.BotRights()}))
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		for page, text := range map[string]string{"Template:Foo": "hidden text", "Secret page": "hidden text"} {
			if err := w.PutPage(page, text, "Anna"); err != nil {
				t.Fatal(err)
			}
		}
		var log bytes.Buffer
		h := &heard{RoundTripper: w.Transport()}
		c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
			API: "http://127.0.0.1/w/api.php", Transport: h, Credentials: creds,
			Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		})
		if err != nil {
			t.Fatal(name, err)
		}
		one := func(text string, asAccount bool, want provider.Saving, requests ...string) {
			t.Helper()
			h.parse = nil
			said, err := c.Saving(t.Context(), "A.png", text, asAccount)
			if err != nil || said != want {
				t.Errorf("%s: %q: %s, %v; want %s", name, text, said, err, want)
			}
			if len(h.parse) != len(requests) {
				t.Fatalf("%s: %q: requests %q", name, text, h.parse)
			}
			for i, who := range requests {
				if nobody := h.parse[i] == " assert="; nobody != (who == "nobody") {
					t.Errorf("%s: %q: request %d with %q, want %s", name, text, i+1, h.parse[i], who)
				}
			}
		}
		one("a {{subst:Foo}}", true, provider.SavedChanged, "nobody")
		one("a {{subst::Secret page}}", true, provider.SavedChanged, "nobody")
		one("a {{subst:Nothing}}  \n", true, provider.SavedAsIs, "nobody")
		w.Configure(func(s *sandbox.Settings) { s.Private = true })
		one("a {{subst:Foo}}", false, provider.SavingHidden, "nobody")
		if name == "nobody" {
			one("a {{subst:Foo}}", true, provider.SavingHidden, "nobody")
		} else {
			one("a {{subst::Secret page}}", true, provider.SavedChanged, "nobody", "account")
			one("a {{subst:Nothing}}", true, provider.SavedAsIs, "nobody", "account")
		}
		h.fails = true
		one("a {{subst:Foo}}", true, provider.SavingUntold, "nobody")
		if s := log.String(); strings.Contains(s, "hidden text") || strings.Contains(s, url.QueryEscape("{{")) || strings.Contains(s, "{{") {
			t.Errorf("%s: the log has a text:\n%s", name, s)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Saving(ended, "A.png", "x", true); err == nil {
			t.Error("no error of a call that was ended")
		}
	}
}
