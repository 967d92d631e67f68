package mediawiki

import (
	"bytes"
	"encoding/json"
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
	file   bool // the request had a file in it
	first  bool // the wiki has not answered anything before
	status int
	header http.Header
	body   []byte
	done   func() // to call when the body is not needed any more; nil: it is not
}

// envelope is what any answer may hold beside its result (facts §9).
type envelope struct {
	Errors   []apiError
	Error    *struct{ Code, Info string } // of a wiki older than errorformat
	Warnings apiWarnings
}

// apiError is one error of the API, errorformat=plaintext.
type apiError struct {
	Code, Text, Module string
	Data               json.RawMessage // an object, or an empty array
}

// number reads a figure that the wiki gives as a number or, as
// stashfailed.offset, as a string; -1 when there is none.
func (e apiError) number(key string) int64 {
	var data map[string]json.RawMessage
	if json.Unmarshal(e.Data, &data) != nil {
		return -1
	}
	n, err := strconv.ParseInt(strings.Trim(string(data[key]), `"`), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
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
	if err := sized(a.body); err != nil {
		return a.fault(rule{kind: provider.Unavailable, cure: provider.CureWiki}, "", err.Error())
	}
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
	if err := json.Unmarshal(a.body, out); err != nil {
		return a.fault(unreadable, "", "the answer has an unknown shape: "+a.describe())
	}
	return nil
}

// refused makes one fault of the wiki's errors: the first decides, all speak.
func (a answer) refused(errs []apiError) *fault {
	var texts []string
	for _, e := range errs {
		t := e.Text
		if d := e.details(); d != "" {
			t += " (" + d + ")"
		}
		texts = append(texts, t)
	}
	first := errs[0]
	if first.Code == "" {
		return a.fault(unreadable, "", "the wiki's error has no code: "+a.describe())
	}
	f := a.fault(ruleFor(first.Code, first.Text), first.Code, strings.Join(texts, "; "))
	f.offset = first.number("offset")
	f.limit = first.number("size")
	if a.file && (first.Code == "badupload" && f.limit > 0 || first.Code == "missingparam" || first.Code == tooLarge) {
		// We always send a token: PHP has dropped the body (facts §4.8).
		f.tooLarge = true
		if first.Code == "missingparam" {
			f.err.Info = "PHP dropped the body of the request as too large (the wiki says: " + f.err.Info + ")"
		}
		f.err.Kind, f.err.Cure, f.rule = provider.Rejected, provider.CureWiki, rule{}
	}
	return f
}

// foreign is the fault of an answer that somebody before the wiki gave.
func (a answer) foreign() *fault {
	info := "the answer is not the wiki's: " + a.describe()
	if code, _, _ := strings.Cut(a.header.Get("MediaWiki-API-Error"), ","); code != "" {
		f := a.fault(ruleFor(code, ""), code, info)
		f.tooLarge = a.file && code == tooLarge
		return f
	}
	f := a.fault(ruleForStatus(a.status), "", info)
	f.tooLarge = a.file && a.status == http.StatusRequestEntityTooLarge
	if a.status == http.StatusOK && a.first {
		f.rule = ruleForStatus(http.StatusNotFound) // of an answer that is somebody else's page
		f.err.Kind, f.err.Cure, f.err.Hint = f.rule.kind, f.rule.cure, f.rule.hint
	}
	return f
}

func (a answer) redirected() *fault {
	target, _, _ := strings.Cut(a.header.Get("Location"), "?") // behind it is what was asked
	return a.fault(rule{
		kind: provider.Unavailable, cure: provider.CureManifest,
		hint: "redirects of api are not followed; if the target is right, write it in the wiki block",
	}, "", "the wiki redirects to "+target)
}

// unreadable is the fault of an answer that is said to be JSON and is none. Where
// PHP prints its notices into the answer, asking again is of no use.
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

// describe says what came without showing it: it may hold anything.
func (a answer) describe() string {
	media := a.header.Get("Content-Type")
	if media == "" {
		media = "no content type"
	}
	return fmt.Sprintf("HTTP %d, %s, %d bytes", a.status, media, len(a.body))
}

// longestWait is the longest time to wait that a server is believed.
const longestWait = 24 * time.Hour

func (a answer) fault(r rule, code, info string) *fault {
	wait := min(retryafter.Parse(a.header.Get("Retry-After")), longestWait)
	return &fault{rule: r, offset: -1, limit: -1, err: &provider.Error{
		Kind: r.kind, Op: a.op, Code: clip(code), Info: clip(info), Status: a.status, RetryAfter: wait, Cure: r.cure, Hint: r.hint,
	}}
}
