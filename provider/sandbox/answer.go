package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// obj and list are what answers are made of.
type (
	obj  = map[string]any
	list = []any
)

// refusal is an error of the API.
type refusal struct {
	code, text string
	data       obj
	module     string // "" until the module that refused is known
}

func (r *refusal) Error() string { return r.code + ": " + r.text }

func refuse(code, format string, args ...any) *refusal {
	return &refusal{code: code, text: fmt.Sprintf(format, args...), data: obj{}}
}

// with adds a field to the error's data.
func (r *refusal) with(key string, value any) *refusal {
	r.data[key] = value
	return r
}

// refusals are several at once; the first one is the reason.
type refusals []*refusal

func (rs refusals) Error() string { return rs[0].Error() }

// refusalsIn gives the API's errors that err stands for. What is none is a
// fault of the sandbox, told as MediaWiki tells its own.
func refusalsIn(err error) refusals {
	var many refusals
	var one *refusal
	switch {
	case errors.As(err, &many):
		return many
	case errors.As(err, &one):
		return refusals{one}
	}
	return refusals{refuse("internal_api_error_SandboxError", "[sandbox] Caught exception: %v", err)}
}

// reply is an answer on its way out.
type reply struct {
	header http.Header
	status int
	body   []byte
}

// finish makes the reply to r of a result, or of what went wrong.
func (r *request) finish(result obj, err error) *reply {
	out := &reply{header: http.Header{}, status: http.StatusOK}
	out.header.Set("Content-Type", "application/json; charset=utf-8")
	out.header.Set("X-Content-Type-Options", "nosniff")
	out.header.Set("Cache-Control", "private, must-revalidate, max-age=0")
	for _, cookie := range r.cookies {
		out.header.Add("Set-Cookie", cookie.String())
	}
	if result == nil {
		result = obj{}
	}
	if err != nil {
		rs := refusalsIn(err)
		codes := make([]string, len(rs))
		for i, refusal := range rs {
			codes[i] = refusal.code
			if refusal.module == "" {
				refusal.module = r.module
			}
		}
		out.header.Set("MediaWiki-API-Error", strings.Join(codes, ", "))
		r.addErrors(result, rs)
		if wait, ok := rs[0].data["retryafter"]; ok {
			delete(rs[0].data, "retryafter")
			out.header.Set("Retry-After", fmt.Sprint(wait))
		}
	}
	r.addWarnings(result)
	body, err := json.Marshal(result)
	if err != nil {
		panic(err) // the sandbox's own maps
	}
	out.body = norm.NFC.Bytes(body) // as every string that MediaWiki's API gives
	return out
}

const docref = "See http://sandbox.localhost/w/api.php for API usage."

// plain reports whether r asked for errors as a list; the old format has the
// first one only.
func (r *request) plain() bool { return r.format == "plaintext" }

func (r *request) addErrors(result obj, rs refusals) {
	if !r.plain() {
		one := obj{"code": rs[0].code, "info": rs[0].text, "docref": docref}
		for key, value := range rs[0].data {
			one[key] = value
		}
		result["error"] = one
		return
	}
	all := make(list, len(rs))
	for i, refusal := range rs {
		all[i] = refusal.plaintext()
	}
	result["errors"], result["docref"] = all, docref
}

func (r *refusal) plaintext() obj {
	o := obj{"code": r.code, "text": r.text}
	if r.module != "" {
		o["module"] = r.module
	}
	if len(r.data) > 0 {
		o["data"] = r.data
	}
	return o
}

func (r *request) addWarnings(result obj) {
	if len(r.warnings) == 0 {
		return
	}
	if r.plain() {
		all := make(list, len(r.warnings))
		for i, warning := range r.warnings {
			all[i] = warning.plaintext()
		}
		result["warnings"] = all
		return
	}
	byModule := obj{}
	for _, warning := range r.warnings {
		text := warning.text
		if before, ok := byModule[warning.module].(obj); ok {
			text = before["warnings"].(string) + "\n" + text
		}
		byModule[warning.module] = obj{"warnings": text}
	}
	result["warnings"] = byModule
}

// warn adds a warning of the API, which stands beside the result.
func (r *request) warn(module string, warning *refusal) {
	warning.module = module
	r.warnings = append(r.warnings, warning)
}

func (p *reply) send(rw http.ResponseWriter) {
	header := rw.Header()
	for key, values := range p.header {
		header[key] = values
	}
	header.Set("Content-Length", fmt.Sprint(len(p.body)))
	rw.WriteHeader(p.status)
	rw.Write(p.body)
}
