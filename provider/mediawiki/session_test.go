package mediawiki

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"wikiform/provider"
)

func TestCredentialsStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	login := Credentials{User: "U@x", Password: "s3cret"}
	for name, tt := range map[string]struct {
		cfg  Config
		says string // "" is accepted
	}{
		"https":                {Config{API: "https://wiki.example.org/w/api.php", Credentials: login}, ""},
		"loopback":             {Config{API: "http://127.0.0.1:8143/w/api.php", Credentials: login}, ""},
		"loopback v6":          {Config{API: "http://[::1]/w/api.php", Credentials: login}, ""},
		"localhost":            {Config{API: "http://localhost/w/api.php", Credentials: login}, ""},
		"anonymous over http":  {Config{API: "http://wiki.example.org/w/api.php"}, ""},
		"password over http":   {Config{API: "http://wiki.example.org/w/api.php", Credentials: login}, "unencrypted"},
		"token over http":      {Config{API: "http://10.0.0.1/w/api.php", Credentials: Credentials{Token: "t"}}, "unencrypted"},
		"looks like localhost": {Config{API: "http://localhost.example.org/", Credentials: login}, "unencrypted"},
		"password in api":      {Config{API: "https://u:s3cret@wiki.example.org/w/api.php"}, "has credentials in it"},
		"no scheme":            {Config{API: "wiki.example.org/w/api.php"}, "does not begin with http"},
		"a file":               {Config{API: "file:///etc/passwd"}, "does not begin with http"},
		"not a URL":            {Config{API: "https://s3cret:x y/"}, "is no URL"},
		"with a query":         {Config{API: "https://wiki.example.org/w/api.php?action=x"}, "after the path"},
	} {
		sent := atomic.Int32{}
		tt.cfg.Transport = &wire{answer: func(asked) any { sent.Add(1); return nil }}
		_, err := Dial(t.Context(), tt.cfg)
		if tt.says == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "s3cret") || sent.Load() > 0 {
			t.Errorf("%s: %v after %d requests", name, err, sent.Load())
		}
	}
}

func TestBearer(t *testing.T) {
	t.Parallel()
	w := &wire{}
	c := dialWire(t, w, func(cfg *Config) { cfg.Credentials = Credentials{User: "U", Password: "p", Token: "t0ken"} })
	w.answer = func(q asked) any {
		if q.Header.Get("Authorization") != "Bearer t0ken" {
			t.Errorf("%s goes without the token", q.what())
		}
		if q.Get("action") == "login" {
			t.Error("a token logs in")
		}
		return nil
	}
	mustUpload(t, c, wanted())

	// Without the OAuth extension a wiki does not see the header.
	_, err := Dial(t.Context(), Config{
		API: "https://wiki.example.org/w/api.php", Credentials: Credentials{Token: "t0ken"},
		Transport: &wire{answer: func(asked) any { return coded("assertuserfailed", "You are no longer logged in.") }},
	})
	if e := errOf(t, err); e.Kind != provider.Auth || !strings.Contains(e.Hint(), "silently ignored") {
		t.Errorf("%v (%s)", e, e.Hint())
	}
}

// TestLostSessionIsRepairedOnce: many requests notice, one logs in.
func TestLostSessionIsRepairedOnce(t *testing.T) {
	t.Parallel()
	const requests = 8
	var (
		mu     sync.Mutex
		logins int
		lost   sync.WaitGroup // all requests are in the old session before one is refused
	)
	lost.Add(requests)
	w := &wire{atOnce: true, answer: func(q asked) any {
		if q.what() == "upload" && !strings.Contains(q.Header.Get("Cookie"), "new=1") {
			lost.Done()
			lost.Wait()
		}
		mu.Lock()
		defer mu.Unlock()
		switch {
		case q.Get("action") == "login":
			if q.Header.Get("Cookie") != "" {
				t.Error("logs in inside the old session")
			}
			logins++
			return page200{200, http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"new=1"}}, `{"login":{"result":"Success"}}`}
		case q.Get("type") == "login":
			return nil
		case !strings.Contains(q.Header.Get("Cookie"), "new=1"):
			return coded("assertuserfailed", "You are no longer logged in.")
		}
		return nil
	}}
	c := dialWire(t, w)
	c.session.csrf = "C+\\"
	var wg sync.WaitGroup
	for range requests {
		wg.Go(func() { mustUpload(t, c, wanted()) })
	}
	wg.Wait()
	if logins != 1 {
		t.Errorf("logged in %d times", logins)
	}
}

func TestLoginRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer any
		says   string
	}{
		"wrong password":     {obj{"login": obj{"result": "Failed", "reason": obj{"code": "wrongpassword", "text": "Incorrect username or password entered."}}}, "Special:BotPasswords"},
		"reason as a string": {obj{"login": obj{"result": "Failed", "reason": "Incorrect username or password entered."}}, "Incorrect username"},
		"throttled":          {obj{"login": obj{"result": "Failed", "reason": obj{"code": "login-throttled", "text": "Wait 5 minutes."}}}, "then try again"},
		"aborted":            {obj{"login": obj{"result": "Aborted", "reason": "Cannot log in when using sessions."}}, "Cannot log in"},
		"cookies stripped":   {obj{"login": obj{"result": "Failed", "reason": obj{"code": "sessionlost", "text": "The session was lost."}}}, "strip cookies"},
		"wrong token":        {obj{"login": obj{"result": "WrongToken"}}, "strip cookies"},
		"nothing":            {obj{"login": obj{}}, "Special:BotPasswords"},
	} {
		w := &wire{answer: func(q asked) any {
			if q.Get("action") == "login" {
				return tt.answer
			}
			return nil
		}}
		_, err := Dial(t.Context(), Config{API: "https://w.example.org/api.php", Transport: w, Credentials: Credentials{User: "U@x", Password: "s3cret"}})
		e := errOf(t, err)
		if e.Kind != provider.Auth || !strings.Contains(e.Error()+e.Hint(), tt.says) || strings.Contains(e.Error()+e.Hint(), "s3cret") {
			t.Errorf("%s: %v (%s)", name, e, e.Hint())
		}
	}
}

func TestAnonymousWritesNothing(t *testing.T) {
	t.Parallel()
	w := &wire{}
	c := dialWire(t, w, func(cfg *Config) { cfg.Credentials = Credentials{} })
	_, err := c.Upload(t.Context(), wanted())
	if provider.KindOf(err) != provider.Auth {
		t.Error(err)
	}
	if _, err = c.Edit(t.Context(), provider.Edit{Title: "A.png"}); provider.KindOf(err) != provider.Auth {
		t.Error(err)
	}
	if len(w.seen) > 0 {
		t.Errorf("asked %v", w.asks())
	}
	if _, err := c.Files(t.Context(), []provider.Title{"A.png"}); err != nil || w.seen[0].Has("assert") {
		t.Errorf("reading: %v", err)
	}
}
