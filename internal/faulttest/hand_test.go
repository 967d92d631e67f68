package faulttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"wikiform/provider/sandbox"
)

const api = "http://localhost/w/api.php"

// hand is somebody who writes to the wiki by hand: what people do is not made by the
// client that is tested.
type hand struct {
	http  http.Client
	token string
}

// people are the accounts of a wiki that had a past. All may do what a bot may, so that
// whose something is does not follow from who could have done it.
func people() []sandbox.Account {
	var all []sandbox.Account
	for _, name := range []string{depot, anna, bert} {
		all = append(all, sandbox.Account{Name: name + "@wikiform", Password: sandbox.Password, Groups: []string{"bot"}, Rights: append(sandbox.BotRights(), "apihighlimits")})
	}
	return all
}

// hand logs somebody in.
func (w *world) hand(name string) (*hand, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	h := &hand{http: http.Client{Transport: w.wiki.Transport(), Jar: jar}}
	var a struct {
		Query struct {
			Tokens struct{ LoginToken, CSRFToken string }
		}
		Login struct{ Result string }
	}
	if err := h.ask(url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {"login"}}, nil, &a); err != nil {
		return nil, err
	}
	if err := h.ask(url.Values{"action": {"login"}, "lgname": {name + "@wikiform"}, "lgpassword": {sandbox.Password}, "lgtoken": {a.Query.Tokens.LoginToken}}, nil, &a); err != nil {
		return nil, err
	}
	if a.Login.Result != "Success" {
		return nil, fmt.Errorf("%s cannot log in: %q", name, a.Login.Result)
	}
	err = h.ask(url.Values{"action": {"query"}, "meta": {"tokens"}}, nil, &a)
	h.token = a.Query.Tokens.CSRFToken
	return h, err
}

// ask makes one request. An error of the wiki is one.
func (h *hand) ask(values url.Values, file []byte, into any) error {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	values.Set("format", "json")
	values.Set("formatversion", "2")
	if h.token != "" {
		values.Set("token", h.token)
	}
	for key := range values {
		if err := form.WriteField(key, values.Get(key)); err != nil {
			return err
		}
	}
	if file != nil {
		part, err := form.CreateFormFile("file", "f.png")
		if err == nil {
			_, err = part.Write(file)
		}
		if err != nil {
			return err
		}
	}
	if err := form.Close(); err != nil {
		return err
	}
	resp, err := h.http.Post(api, form.FormDataContentType(), &b)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var raw json.RawMessage
	if err := json.NewDecoder(resp.Body).Decode(&raw); err != nil {
		return err
	}
	var no struct{ Error struct{ Code, Info string } }
	if err := json.Unmarshal(raw, &no); err != nil || no.Error.Code != "" {
		return fmt.Errorf("%s: %s %w", no.Error.Code, no.Error.Info, err)
	}
	return json.Unmarshal(raw, into)
}

// does what happened.
func (h *hand) does(x happened) error {
	page := "File:" + x.Title
	var values url.Values
	var file []byte
	switch x.Do {
	case uploads:
		values = url.Values{"action": {"upload"}, "filename": {x.Title}, "comment": {x.Note}, "text": {x.Text}, "ignorewarnings": {"1"}}
		file = pooled(x.Bytes)
	case edits:
		values = url.Values{"action": {"edit"}, "title": {page}, "text": {x.Text}, "summary": {x.Note}}
	case redirects:
		values = url.Values{"action": {"edit"}, "title": {page}, "text": {"#REDIRECT [[File:" + x.To + "]]"}, "summary": {x.Note}}
	case shows:
		values = url.Values{"action": {"edit"}, "title": {"Shows " + x.Title}, "text": {"[[" + page + "]]"}}
	case moves:
		values = url.Values{"action": {"move"}, "from": {page}, "to": {"File:" + x.To}, "reason": {x.Note}}
		if x.Quiet {
			values.Set("noredirect", "1")
		}
	case deletes:
		values = url.Values{"action": {"delete"}, "title": {page}, "reason": {x.Note}}
	default:
		panic(x.Do)
	}
	if len(x.Tags) > 0 && x.Do != shows {
		values.Set("tags", strings.Join(x.Tags, "|"))
	}
	var answer struct {
		Upload struct{ Result string }
	}
	err := h.ask(values, file, &answer)
	if err == nil && x.Do == uploads && answer.Upload.Result != "Success" {
		err = fmt.Errorf("the upload was a %s", answer.Upload.Result)
	}
	return err
}

// pooled is a content of the pool, which several files may have.
func pooled(n int) []byte { return picture(direct, 400+n) }
