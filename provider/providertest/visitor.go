package providertest

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// visitor speaks to the wiki as one account: one cookie jar, one token.
type visitor struct {
	api   string
	http  *http.Client
	token string
	hasty bool // takes "ratelimited" for an answer
}

type params map[string]string

func (p params) and(more params) params {
	all := maps.Clone(p)
	maps.Copy(all, more)
	return all
}

// stranger is a visitor who has not logged in.
func (g *tour) stranger() *visitor {
	jar, _ := cookiejar.New(nil) // never fails
	return &visitor{api: g.API, http: &http.Client{Transport: g.HTTP, Jar: jar, Timeout: 2 * time.Minute}}
}

// enter is a visitor logged in as a.
func (g *tour) enter(t *testing.T, a Account) *visitor {
	t.Helper()
	v := g.stranger()
	v.post(t, v.credentials(t, a)).is("login.result", "Success")
	v.token = v.fetchToken(t, "csrf")
	return v
}

// credentials are the parameters of a login that will succeed.
func (v *visitor) credentials(t *testing.T, a Account) params {
	t.Helper()
	return params{"action": "login", "lgname": a.User, "lgpassword": a.Password, "lgtoken": v.fetchToken(t, "login")}
}

func (v *visitor) fetchToken(t *testing.T, kind string) string {
	t.Helper()
	return v.get(t, params{"action": "query", "meta": "tokens", "type": kind}).str("query.tokens." + kind + "token")
}

// get asks with everything in the URL.
func (v *visitor) get(t *testing.T, p params) answer {
	t.Helper()
	return v.call(t, http.MethodGet, v.api+"?"+p.encode(), "", nil)
}

// post asks with everything in a form.
func (v *visitor) post(t *testing.T, p params) answer {
	t.Helper()
	return v.call(t, http.MethodPost, v.api, "application/x-www-form-urlencoded", []byte(p.encode()))
}

// write is a post with the visitor's token.
func (v *visitor) write(t *testing.T, p params) answer {
	t.Helper()
	return v.post(t, params{"token": v.token}.and(p))
}

// upload sends content directly (facts §4).
func (v *visitor) upload(t *testing.T, name string, body []byte, more params) answer {
	t.Helper()
	return v.send(t, params{"action": "upload", "filename": name}.and(more), "file", "content.bin", body)
}

// send is a write with one part of content. Without a file name the part is an
// ordinary field.
func (v *visitor) send(t *testing.T, p params, field, file string, content []byte) answer {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for key, value := range usual.and(params{"token": v.token}).and(p) {
		form.WriteField(key, value)
	}
	disposition := `form-data; name="` + field + `"`
	if file != "" {
		disposition += `; filename="` + file + `"`
	}
	part, _ := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {disposition}, "Content-Type": {"application/octet-stream"}})
	part.Write(content)
	form.Close()
	return v.call(t, http.MethodPost, v.api, form.FormDataContentType(), b.Bytes())
}

// usual is what every request of wikiform carries (facts §0).
var usual = params{"format": "json", "formatversion": "2", "errorformat": "plaintext", "errorlang": "en"}

func (p params) encode() string {
	values := url.Values{}
	for key, value := range usual.and(p) {
		values.Set(key, value)
	}
	return values.Encode()
}

// call makes one request. An answer that says "ratelimited" did nothing, and
// is asked for again until the window of a minute has passed (facts §9).
func (v *visitor) call(t *testing.T, method, address, contentType string, body []byte) answer {
	t.Helper()
	for start := time.Now(); ; time.Sleep(5 * time.Second) {
		req, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		res, err := v.http.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := answered(t, res, text)
		if got.code() != "ratelimited" || v.hasty || time.Since(start) > 90*time.Second {
			return got
		}
	}
}

// eventually asks again until what it asks for is there, for up to five
// seconds: some things are written after the answer (facts §3).
func eventually(t *testing.T, what string, there func() bool) {
	t.Helper()
	within(t, 5*time.Second, what, there)
}

// within is eventually for what takes another time, as the job queue does.
func within(t *testing.T, most time.Duration, what string, there func() bool) {
	t.Helper()
	for start := time.Now(); !there(); time.Sleep(300 * time.Millisecond) {
		if time.Since(start) > most {
			t.Fatalf("%s: not there after %s", what, most)
		}
	}
}

// piped is how several values make one parameter.
func piped(values ...string) string { return strings.Join(values, "|") }

func decimal(n int) string { return strconv.Itoa(n) }
