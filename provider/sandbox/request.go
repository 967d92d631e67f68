package sandbox

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"
)

// request is one call of the API, read wholly before it runs.
type request struct {
	http   *http.Request
	values map[string]string // of the address, under those of the body
	posted map[string]bool   // parameters that came in the body
	parts  map[string]*arrival
	help   bool // there were no parameters at all

	action   string
	format   string // of errors
	actor    actor
	session  *session
	now      time.Time
	cookies  []*http.Cookie
	module   string // that is running, for errors and warnings
	warnings refusals
	used     map[string]bool
	bad      *refusal // the first parameter that makes no sense
	progress progress // of a query
	fetched  *fetched // what an upload by URL has got
}

// maxField bounds a parameter that is not content.
const maxField = 64 << 20

// readRequest reads the parameters of req and stores its content. The caller
// discards the content.
func (w *Wiki) readRequest(req *http.Request) (*request, error) {
	r := &request{http: req, values: map[string]string{}, posted: map[string]bool{}, parts: map[string]*arrival{}, used: map[string]bool{}}
	for key, values := range req.URL.Query() {
		r.values[key] = values[len(values)-1]
	}
	if req.Method != http.MethodPost {
		return r.named(), nil
	}
	kind, how, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/x-www-form-urlencoded":
		err = r.readForm(req.Body)
	case "multipart/form-data":
		err = r.readParts(w.vault, multipart.NewReader(req.Body, how["boundary"]))
	default:
		_, err = io.Copy(io.Discard, req.Body) // no parameters (facts §9)
	}
	if err != nil {
		r.discard()
		return nil, err
	}
	return r.named(), nil
}

// named reads what decides how r is answered.
func (r *request) named() *request {
	r.help = len(r.values) == 0
	r.action, r.format = r.values["action"], r.values["errorformat"]
	for _, name := range []string{"action", "format", "formatversion", "errorformat", "errorlang", "errorsuselocal", "uselang", "utf8",
		"assert", "assertuser", "maxlag", "requestid", "servedby", "curtimestamp", "origin", "smaxage", "maxage"} {
		r.used[name] = true
	}
	r.module = "main"
	return r
}

func (r *request) readForm(body io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(body, maxField))
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(text))
	if err != nil {
		return err
	}
	for key, values := range form {
		r.set(key, values[len(values)-1])
	}
	return nil
}

func (r *request) readParts(v vault, in *multipart.Reader) error {
	for {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		// Only what has a file name is content (facts §4).
		if part.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				return err
			}
			r.set(part.FormName(), string(text))
			continue
		}
		content, err := receive(v, part, part.FileName())
		if err != nil {
			return err
		}
		if old := r.parts[part.FormName()]; old != nil {
			old.discard()
		}
		r.parts[part.FormName()] = content
	}
}

func (r *request) set(name, value string) { r.values[name], r.posted[name] = value, true }

func (r *request) discard() {
	for _, part := range r.parts {
		part.discard()
	}
	r.discardFetched()
}

func (r *request) discardFetched() {
	if r.fetched != nil && r.fetched.content != nil {
		r.fetched.content.discard()
	}
}

// again is the same request once more, for one that is delivered twice.
func (r *request) again() *request {
	return (&request{http: r.http, values: r.values, posted: r.posted, parts: r.parts, used: map[string]bool{}}).named()
}

// event begins an event of this request.
func (r *request) event(do eventKind) event { return event{Do: do, At: r.now, User: r.actor.name()} }
