package mediawiki

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wikiform/internal/retryafter"
	"wikiform/provider"
)

// answer is what came back, before it is known to be the wiki's.
type answer struct {
	op     string
	file   *part // that was in the request; nil: none
	first  bool  // the wiki has not answered anything before
	plain  bool  // it was asked over http
	status int
	header http.Header
	body   []byte
	done   func() // to be called when the body is not needed any more; may be nil
}

// envelope is what any answer may hold in place of its result (facts §9). The names of
// its members are [envelopeMembers].
type envelope struct {
	Errors []apiError
	Error  *struct{ Code, Info string } // of a wiki older than errorformat
}

// apiError is one error of the API, errorformat=plaintext.
type apiError struct {
	Code, Text, Module string
	Data               json.RawMessage // an object, or an empty array
}

// number reads a figure that the wiki gives as a number or, as
// stashfailed.offset, as a string; nil when there is none.
func (e apiError) number(key string) *int64 {
	var data map[string]json.RawMessage
	if json.Unmarshal(e.Data, &data) != nil {
		return nil
	}
	n, err := strconv.ParseInt(strings.Trim(string(data[key]), `"`), 10, 64)
	if err != nil || n < 0 {
		return nil
	}
	return &n
}

// details names the causes that some errors have beside their sentence.
func (e apiError) details() string {
	var data struct{ Details []any }
	if json.Unmarshal(e.Data, &data) != nil {
		return ""
	}
	var words []string
	for _, d := range data.Details {
		if s, ok := d.(string); ok {
			words = append(words, s)
		}
	}
	return strings.Join(words, ", ")
}

// apiWarnings are the API's remarks on the request, which are not the warnings
// of an upload.
type apiWarnings []apiError

// UnmarshalJSON ignores the shape that older wikis use.
func (w *apiWarnings) UnmarshalJSON(b []byte) error {
	var list []apiError
	if json.Unmarshal(b, &list) == nil {
		*w = list
	}
	return nil
}

// about gives the remark on a parameter, "" when there is none.
func (w apiWarnings) about(parameter string) string {
	for _, e := range w {
		if strings.Contains(e.Text, `"`+parameter+`"`) {
			return e.Text
		}
	}
	return ""
}

func (a answer) isJSON() bool {
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	return err == nil && media == "application/json"
}

// decode fills out from the wiki's answer, or gives a *fault.
func (a answer) decode(out any) error {
	if a.status >= 300 && a.status < 400 {
		return a.redirected()
	}
	if !a.isJSON() {
		return a.foreign()
	}
	a.body = bytes.TrimPrefix(a.body, []byte("\ufeff")) // a file of the wiki's was saved with it (RFC 8259, 8.1)
	plain, err := inspect(a.body)
	if err != nil {
		return a.fault(rule{kind: provider.Unavailable, cure: provider.CureWiki}, "", err.Error())
	}
	if !plain || a.status != http.StatusOK { // what it is, is not told by its result alone
		if err := a.open(); err != nil {
			return err
		}
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		if _, broken := errors.AsType[*json.SyntaxError](err); broken {
			return a.unreadable()
		}
		return a.fault(unreadable, "", "the answer has an unknown shape: "+a.describe())
	}
	if result, may := out.(interface{ failure() []apiError }); may {
		if errs := result.failure(); len(errs) > 0 { // beside a result, and not as errors
			return a.refused(errs)
		}
	}
	return nil
}

// open looks for errors of the wiki.
func (a answer) open() error {
	var e envelope
	if err := json.Unmarshal(a.body, &e); err != nil {
		return a.unreadable()
	}
	if e.Error != nil && len(e.Errors) == 0 {
		e.Errors = []apiError{{Code: e.Error.Code, Text: e.Error.Info}}
	}
	if len(e.Errors) > 0 {
		return a.refused(e.Errors)
	}
	if a.status != http.StatusOK {
		return a.foreign()
	}
	return nil
}

// refused makes one fault of the wiki's errors. The first decides what it means; the
// words of all are told.
func (a answer) refused(errs []apiError) *fault {
	first := errs[0]
	if first.Code == "" {
		return a.fault(unreadable, "", "the wiki's error has no code: "+a.describe())
	}
	means, info := ruleFor(first.Code, first.Text), sentences(errs)
	large, limit := a.file != nil && first.Code == codeTooLarge, first.number("size")
	switch {
	case a.file == nil:
	case first.Code == codeBadUpload && limit != nil:
		large = *limit > 0
	case first.Code == codeMissingParam:
		// We always send a token: PHP has dropped the body (facts §4.8).
		large, info = true, "PHP dropped the body of the request as too large (the wiki says: "+clip(info)+")"
	}
	if large {
		means = rule{kind: provider.Rejected, cure: provider.CureWiki, hint: means.hint}
	}
	f := a.fault(means, first.Code, info)
	f.tooLarge = large
	if limit != nil {
		f.limit = *limit
	}
	if first.Code == codeStashFailed {
		f.arrived = first.number("offset")
	}
	return f
}

// sentences are what the errors say, with their details.
func sentences(errs []apiError) string {
	var texts []string
	for _, e := range errs {
		t := e.Text
		if d := e.details(); d != "" {
			t += " (" + d + ")"
		}
		texts = append(texts, t)
	}
	return strings.Join(texts, "; ")
}

// foreign is the fault of an answer that is not the wiki's but a proxy's, say.
func (a answer) foreign() *fault {
	info := "the answer is not the wiki's: " + a.describe()
	if code, _, _ := strings.Cut(a.header.Get("MediaWiki-API-Error"), ","); code != "" {
		f := a.fault(ruleFor(code, ""), code, info)
		f.tooLarge = a.file != nil && code == codeTooLarge
		return f
	}
	if a.status == http.StatusBadRequest && a.plain && a.first && saysHTTPS.Match(a.body[:min(len(a.body), smallAnswer)]) {
		return a.fault(speaksHTTPS, "", "the server does not speak http there, but https")
	}
	means := ruleForStatus(a.status)
	if a.status == http.StatusOK && a.first {
		means = ruleForStatus(http.StatusNotFound) // the page is somebody else's
	}
	f := a.fault(means, "", info)
	f.tooLarge = a.file != nil && a.status == http.StatusRequestEntityTooLarge
	return f
}

// saysHTTPS is in what servers answer to a request in the clear where they speak https:
// Go's "an HTTP request to an HTTPS server", nginx's "sent to HTTPS port", Apache's
// "plain HTTP to an SSL-enabled server port".
var saysHTTPS = regexp.MustCompile(`(?i)\bHTTP (?:request|to)\b.*\b(?:HTTPS|SSL)\b`)

func (a answer) redirected() *fault {
	target, _, _ := strings.Cut(a.header.Get("Location"), "?") // behind it is what was asked
	return a.fault(rule{
		kind: provider.Unavailable, cure: provider.CureManifest,
		hint: "redirects of api are not followed; if the target is right, write it in the wiki block",
	}, "", "the wiki redirects to "+target)
}

// unreadable is the fault of an answer that claims to be JSON and is none. If PHP
// prints its messages into the answers, asking again is of no use.
func (a answer) unreadable() *fault {
	at := bytes.IndexByte(a.body, '{')
	if at <= 0 || !json.Valid(a.body[at:]) {
		return a.fault(unreadable, "", "the answer is not whole: "+a.describe())
	}
	what := "something that is no JSON"
	if phpNotice.Match(a.body[:at]) {
		what = "a message of PHP's"
	}
	return a.fault(misprinted, "", fmt.Sprintf("before the wiki's answer stands %s (%d bytes)", what, at))
}

// phpNotice is how PHP's messages begin, with html_errors or without.
var phpNotice = regexp.MustCompile(`(?i)(?:^|>|\n)\s*(?:<b>)?(?:PHP )?(?:notice|warning|deprecated|strict standards|fatal error)(?:</b>)?:`)

// describe says what came, without showing it: it may hold anything.
func (a answer) describe() string {
	media := a.header.Get("Content-Type")
	if media == "" {
		media = "no content type"
	}
	return fmt.Sprintf("HTTP %d, %s, %d bytes", a.status, media, len(a.body))
}

// longestWait is the longest time that we wait because a server says so.
const longestWait = 24 * time.Hour

func (a answer) fault(r rule, code, info string) *fault {
	wait := min(retryafter.Parse(a.header.Get("Retry-After")), longestWait)
	return &fault{rule: r, sent: a.file.bytes(), err: &provider.Error{
		Kind: r.kind, Op: a.op, Code: clip(code), Ground: groundOf(code), Info: clip(info),
		Status: a.status, RetryAfter: wait, Cure: r.cure, Advice: r.hint,
	}}
}
