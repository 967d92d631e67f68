package sandbox

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// client speaks to a wiki as its standard account.
type client struct {
	t     *testing.T
	http  *http.Client
	token string
}

const api = "http://sandbox.test/w/api.php"

func open(t *testing.T, opts ...Option) *Wiki {
	t.Helper()
	w, err := New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// enter logs in.
func enter(t *testing.T, w *Wiki) *client {
	t.Helper()
	jar, _ := cookiejar.New(nil) // never fails
	c := &client{t: t, http: &http.Client{Transport: w.Transport(), Jar: jar}}
	token := at(c.post("action", "query", "meta", "tokens", "type", "login"), "query", "tokens", "logintoken")
	if got := at(c.post("action", "login", "lgname", User, "lgpassword", Password, "lgtoken", token.(string)), "login", "result"); got != "Success" {
		t.Fatalf("login: %v", got)
	}
	c.token = at(c.post("action", "query", "meta", "tokens"), "query", "tokens", "csrftoken").(string)
	return c
}

func form(token string, pairs []string) url.Values {
	values := url.Values{"format": {"json"}, "formatversion": {"2"}, "errorformat": {"plaintext"}}
	if token != "" {
		values.Set("token", token)
	}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// post asks and gives the decoded answer.
func (c *client) post(pairs ...string) any {
	c.t.Helper()
	res, err := c.try(pairs...)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.decode(res)
}

func (c *client) try(pairs ...string) (*http.Response, error) {
	return c.http.Post(api, "application/x-www-form-urlencoded", strings.NewReader(form(c.token, pairs).Encode()))
}

func (c *client) decode(res *http.Response) any {
	c.t.Helper()
	defer res.Body.Close()
	var answer any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		c.t.Fatal(err)
	}
	return answer
}

// send posts content under a part's name.
func (c *client) send(part string, content []byte, pairs ...string) any {
	c.t.Helper()
	res, err := c.trySend(part, bytes.NewReader(content), pairs...)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.decode(res)
}

// trySend streams content: its length is never told.
func (c *client) trySend(part string, content io.Reader, pairs ...string) (*http.Response, error) {
	var head bytes.Buffer
	m := multipart.NewWriter(&head)
	for name, values := range form(c.token, append([]string{"action", "upload"}, pairs...)) {
		m.WriteField(name, values[0])
	}
	m.CreateFormFile(part, "content")
	tail := "\r\n--" + m.Boundary() + "--\r\n"
	return c.http.Post(api, m.FormDataContentType(), io.MultiReader(&head, content, strings.NewReader(tail)))
}

// at walks into an answer; a missing step gives nil.
func at(answer any, path ...any) any {
	for _, step := range path {
		switch key := step.(type) {
		case string:
			m, _ := answer.(map[string]any)
			answer = m[key]
		case int:
			l, _ := answer.([]any)
			if key >= len(l) {
				return nil
			}
			answer = l[key]
		}
	}
	return answer
}

func code(answer any) any { return at(answer, "errors", 0, "code") }

// picture is a PNG of one colour.
func picture(shade byte) []byte {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	for x := range 64 {
		img.SetGray(x%8, x/8, color.Gray{shade})
	}
	var b bytes.Buffer
	png.Encode(&b, img) // bytes.Buffer takes everything
	return b.Bytes()
}
