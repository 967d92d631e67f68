package providertest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// originals is facts §13.8: the content of a file is at its address, for whoever may read.
func (g *tour) originals(t *testing.T) {
	address := func(t *testing.T, v *visitor, name string) string {
		t.Helper()
		return v.get(t, params{"action": "query", "titles": "File:" + name, "prop": "imageinfo", "iiprop": "url"}).str("query.pages.0.imageinfo.0.url")
	}

	// The rest of it comes alone, where the server knows of ranges.
	fact(t, "an address", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "original, + & = ü", body, nil)
		at := address(t, g.bot, name)
		if status, got, _ := g.stranger().fetch(t, at, ""); status != http.StatusOK || !bytes.Equal(got, body) {
			t.Errorf("%s: %d, %d bytes", at, status, len(got))
		}
		switch status, got, header := g.stranger().fetch(t, at, "bytes=5-"); {
		case status == http.StatusOK && bytes.Equal(got, body):
		case status != http.StatusPartialContent || !bytes.Equal(got, body[5:]) || header.Get("Content-Range") != "bytes 5-"+decimal(len(body)-1)+"/"+decimal(len(body)):
			t.Errorf("%d, %d bytes, %q", status, len(got), header)
		}
		if status, _, _ := g.stranger().fetch(t, strings.Replace(at, "Wf-", "Wf-none-", 1), ""); status != http.StatusNotFound {
			t.Errorf("what is not there: %d", status)
		}
	})

	// A private wiki shows contents to the session of an account, and to no bot password.
	g.under(t, "of a private wiki", Settings{Private: true}, func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "private", body, nil)
		at := address(t, g.bot, name)
		for who, v := range map[string]*visitor{"nobody": g.stranger(), "a bot password": g.bot} {
			if status, got, _ := v.fetch(t, at, ""); status != http.StatusForbidden || bytes.Contains(got, body) {
				t.Errorf("%s: %d", who, status)
			}
		}
		if strings.Contains(g.Admin.User, "@") || !g.Admin.given() {
			t.Skip("this wiki has no account that logs in with its own password")
		}
		if status, got, _ := g.enter(t, g.Admin).fetch(t, at, ""); status != http.StatusOK || !bytes.Equal(got, body) {
			t.Errorf("an account: %d, %d bytes", status, len(got))
		}
	})
}

// fetch gets what is at an address.
func (v *visitor) fetch(t *testing.T, address, bytesFrom string) (int, []byte, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	if bytesFrom != "" {
		req.Header.Set("Range", bytesFrom)
	}
	res, err := v.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, body, res.Header
}
