package mediawiki

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"wikiform/provider"
)

var update = flag.Bool("update", false, "rewrite golden files")

// wire is a wiki of a few lines, reached without a socket: answer says what each
// request gets, and nil leaves it to what an untroubled wiki says.
type wire struct {
	answer func(q asked) any
	atOnce bool // several answers may be under way, and guard what they share

	mu   sync.Mutex
	seen []asked

	answering sync.Mutex // unless atOnce; questions about titles come two at a time
}

// asked is a request as the wiki understands it.
type asked struct {
	url.Values        // parameters of URL and body
	File       []byte // content of the file part
	Header     http.Header
	HTTP       *http.Request
}

// what names a request by its essence: "upload", "publish", "query imageinfo".
func (q asked) what() string {
	switch action := q.Get("action"); {
	case action == "upload" && q.Has("checkstatus"):
		return "status"
	case action == "upload" && q.Has("filekey") && !q.Has("offset"):
		return "publish"
	case action == "upload" && q.Has("offset"):
		return "chunk"
	case action == "upload" && q.Has("url"):
		return "fetch"
	case action == "upload" && q.Has("stash"):
		return "stash"
	case action != "query":
		return action
	case q.Has("siifilekey"):
		return "inspect"
	case q.Has("titles"):
		return "look"
	default:
		return strings.Join(strings.Fields("query "+q.Get("meta")+" "+q.Get("type")+" "+q.Get("list")), " ")
	}
}

// page200 is an answer other than JSON, of whatever status.
type page200 struct {
	status int
	header http.Header
	body   string
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	q, err := readAsked(req)
	if err != nil {
		return nil, fmt.Errorf("write error: %w", err)
	}
	w.mu.Lock()
	w.seen = append(w.seen, q)
	w.mu.Unlock()
	var a any
	if w.answer != nil {
		a = w.ask(q)
	}
	if a == nil {
		a = untroubled(q)
	}
	switch a := a.(type) {
	case error:
		return nil, a
	case page200:
		if a.header == nil {
			a.header = http.Header{}
		}
		if a.header.Get("Content-Type") == "" {
			a.header.Set("Content-Type", "text/html")
		}
		return respond(req, a.status, a.header, []byte(a.body)), nil
	case json.RawMessage:
		return respond(req, 200, http.Header{"Content-Type": {"application/json; charset=utf-8"}}, a), nil
	}
	b, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	return respond(req, 200, http.Header{"Content-Type": {"application/json"}}, b), nil
}

func (w *wire) ask(q asked) any {
	if !w.atOnce {
		w.answering.Lock()
		defer w.answering.Unlock()
	}
	return w.answer(q)
}

func respond(req *http.Request, status int, h http.Header, body []byte) *http.Response {
	return &http.Response{StatusCode: status, Header: h, ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)), Request: req}
}

func readAsked(req *http.Request) (asked, error) {
	q := asked{Values: req.URL.Query(), Header: req.Header, HTTP: req}
	if req.Body == nil {
		return q, nil
	}
	defer req.Body.Close()
	_, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil {
		return q, err
	}
	mr := multipart.NewReader(req.Body, params["boundary"])
	for {
		p, err := mr.NextPart()
		if err == io.EOF {
			return q, nil
		}
		if err != nil {
			return q, err
		}
		b, err := io.ReadAll(p)
		if err != nil {
			return q, err
		}
		if p.FileName() != "" {
			q.File = b
		} else {
			q.Set(p.FormName(), string(b))
		}
	}
}

type obj map[string]any

// untroubled is what a wiki says that has no file at all and takes everything.
func untroubled(q asked) any {
	switch {
	case q.Get("meta") == "tokens":
		return obj{"query": obj{"tokens": obj{"logintoken": "L+\\", "csrftoken": "C+\\"}}}
	case q.Get("action") == "login":
		return obj{"login": obj{"result": "Success"}}
	case strings.HasPrefix(q.Get("meta"), "siteinfo"):
		return obj{"query": obj{
			"general":  obj{"generator": "MediaWiki 1.43.9", "wikiid": "w", "minuploadchunksize": 4, "maxuploadsize": 1 << 30},
			"userinfo": obj{"id": 1, "name": "Uploader", "rights": []string{"upload", "bot"}, "ratelimits": obj{}},
		}}
	case q.Has("titles"):
		return fileAnswer(q, nil)
	case q.Has("checkstatus"):
		return coded("missingresult", "No result in status data.")
	case q.Get("action") == "upload":
		return stored(q.Get("filename"), q.File)
	}
	return obj{}
}

// fileAnswer answers a query for one title; nil is no file.
func fileAnswer(q asked, content []byte) obj {
	title := strings.TrimPrefix(q.Get("titles"), "\x1f")
	if content == nil {
		return obj{"query": obj{"pages": []obj{{"title": title, "missing": true, "imagerepository": ""}}}}
	}
	info := infoOf(content)
	info["canonicaltitle"] = title
	return obj{"query": obj{"pages": []obj{{"title": title, "imagerepository": "local", "imageinfo": []obj{info}}}}}
}

func infoOf(content []byte) obj {
	_, d := bodyOf(content)
	return obj{"sha1": d.SHA1.String(), "size": d.Size, "timestamp": "2026-11-22T10:00:00Z", "user": "Uploader"}
}

func stored(filename string, content []byte) obj {
	return obj{"upload": obj{"result": "Success", "filename": strings.ReplaceAll(filename, " ", "_"), "imageinfo": infoOf(content)}}
}

func warned(key string, warnings obj) obj {
	return obj{"upload": obj{"result": "Warning", "filekey": key, "warnings": warnings}}
}

// stashAnswer answers inspect: what is staged, and what is under the title.
func stashAnswer(q asked, staged, now []byte) obj {
	a := fileAnswer(q, now)
	a["query"].(obj)["stashimageinfo"] = []obj{infoOf(staged)}
	return a
}

func coded(code, text string) obj {
	return obj{"errors": []obj{{"code": code, "text": text}}}
}

var errReset = errors.New("connection reset by peer")

// dialWire gives a client that is logged in to w.
func dialWire(t testing.TB, w *wire, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{API: "https://wiki.example.org/w/api.php", Credentials: Credentials{User: "Uploader@ci", Password: "s3cret"}, Transport: w}
	for _, f := range change {
		f(&cfg)
	}
	answer := w.answer
	w.answer = nil
	c, err := Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.answer, w.seen = answer, nil
	return c
}

// asks lists what w was asked, in order; "publish!" ignores warnings, and
// "publish later" goes to the job queue.
func (w *wire) asks() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, q := range w.seen {
		what := q.what()
		if what == "publish" && q.Has("ignorewarnings") {
			what += "!"
		}
		if q.what() == "publish" && q.Has("async") {
			what += " later"
		}
		list = append(list, what)
	}
	return list
}

func (w *wire) count(what string) int {
	n := 0
	for _, a := range w.asks() {
		if strings.TrimSuffix(a, "!") == what {
			n++
		}
	}
	return n
}

// errOf is the provider.Error in err; the test ends without one.
func errOf(t testing.TB, err error) *provider.Error {
	t.Helper()
	e, ok := errors.AsType[*provider.Error](err)
	if !ok {
		t.Fatalf("not a provider.Error: %v", err)
	}
	return e
}
