package mediawiki_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

// TestTheOtherScheme asks servers in the scheme that they do not speak: it is said
// which one they do, and they are not asked again.
func TestTheOtherScheme(t *testing.T) {
	t.Parallel()
	asked := 0
	answer := func(status int, text string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			http.Error(w, text, status)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	tls.StartTLS()
	t.Cleanup(tls.Close)
	for name, c := range map[string]struct{ url, says, hint string }{
		"http for Go":     {strings.Replace(tls.URL, "https", "http", 1), "does not speak http there, but https", "write https://"},
		"http for nginx":  {answer(400, "<h1>400 Bad Request</h1>The plain HTTP request was sent to HTTPS port"), "does not speak http there, but https", "write https://"},
		"http for Apache": {answer(400, "Reason: You're speaking plain HTTP to an SSL-enabled server port."), "does not speak http there, but https", "write https://"},
		"http for TLS":    {alerting(t), "does not speak http there, but https", "write https://"},
		"any other 400":   {answer(400, "Bad Request"), "the answer is not the wiki's", "is this the URL of api.php?"},
		"https for http":  {strings.Replace(answer(404, ""), "http", "https", 1), "does not speak https there, but http", "write http://"},
	} {
		_, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: c.url + "/w/api.php", RetryFor: -1})
		hint := provider.HintOf(err)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(hint, c.hint) || provider.CureOf(err) != provider.CureManifest {
			t.Errorf("%s: %v; hint %q, cure %v", name, err, hint, provider.CureOf(err))
		}
	}
	if asked != 3 {
		t.Errorf("asked %d times, want once each", asked)
	}
}

// alerting is a server that answers what is no TLS with an alert of TLS.
func alerting(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			http.ReadRequest(bufio.NewReader(c))
			fmt.Fprint(c, "\x15\x03\x01\x00\x02\x02\x46")
			c.Close()
		}
	}()
	return "http://" + l.Addr().String()
}
