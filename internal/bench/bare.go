package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// bare is a client as short as one can be: it logs in and sends, asks nothing beside, and
// gives up at the first answer that it did not expect.
type bare struct {
	api, token string
	http       http.Client
}

// answer is what a bare loop looks at.
type answer struct {
	Login  struct{ Result string }
	Upload struct {
		Result, FileKey string
		Offset          int64
	}
	Query struct {
		Tokens struct{ LoginToken, CSRFToken string }
		Pages  []struct {
			ImageInfo []struct{ SHA1 string }
			Revisions []struct{ SHA1 string }
		}
	}
	Continue map[string]string
	Errors   []struct{ Code, Text string }
}

// enter logs in as BENCH_USER with BENCH_PASSWORD.
func enter(api string) (*bare, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	b := &bare{api: api, http: http.Client{Jar: jar}}
	a, err := b.ask(url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {"login"}})
	if err != nil {
		return nil, err
	}
	a, err = b.send(url.Values{"action": {"login"}, "lgname": {os.Getenv("BENCH_USER")}, "lgpassword": {os.Getenv("BENCH_PASSWORD")},
		"lgtoken": {a.Query.Tokens.LoginToken}}, "", nil)
	if err != nil || a.Login.Result != "Success" {
		return nil, fmt.Errorf("no login: %v %v", a.Login.Result, err)
	}
	a, err = b.ask(url.Values{"action": {"query"}, "meta": {"tokens"}})
	b.token = a.Query.Tokens.CSRFToken
	return b, err
}

func (b *bare) ask(params url.Values) (answer, error) { return b.send(params, "", nil) }

// send posts parameters, and content as the part of a name.
func (b *bare) send(params url.Values, part string, content []byte) (a answer, err error) {
	params.Set("format", "json")
	params.Set("formatversion", "2")
	params.Set("errorformat", "plaintext")
	if b.token != "" && params.Get("action") != "query" {
		params.Set("token", b.token)
	}
	kind, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(params.Encode()))
	length := int64(-1)
	if part != "" {
		var head bytes.Buffer
		form := multipart.NewWriter(&head)
		for name := range params {
			form.WriteField(name, params.Get(name))
		}
		if _, err := form.CreateFormFile(part, "file"); err != nil {
			return a, err
		}
		tail := "\r\n--" + form.Boundary() + "--\r\n"
		length = int64(head.Len() + len(content) + len(tail))
		kind, body = form.FormDataContentType(), io.MultiReader(&head, bytes.NewReader(content), strings.NewReader(tail))
	}
	req, err := http.NewRequest(http.MethodPost, b.api, body)
	if err != nil {
		return a, err
	}
	if length >= 0 {
		req.ContentLength = length
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "wikiform-bench/1")
	res, err := b.http.Do(req)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err == nil && len(a.Errors) > 0 {
		err = fmt.Errorf("%s: %s", a.Errors[0].Code, a.Errors[0].Text)
	}
	return a, err
}

// upload creates a file in one request.
func (b *bare) upload(title, text string, content []byte) error {
	a, err := b.send(url.Values{"action": {"upload"}, "filename": {title}, "comment": {"Upload"}, "text": {text}}, "file", content)
	if err == nil && a.Upload.Result != "Success" {
		err = fmt.Errorf("%s: the wiki answers %q", title, a.Upload.Result)
	}
	return err
}

// uploadChunks creates a file in chunks.
func (b *bare) uploadChunks(title, text, name string, size int64) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	key, chunk := "", make([]byte, size)
	for at := int64(0); at < info.Size(); {
		n, err := io.ReadFull(f, chunk)
		if err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
		p := url.Values{"action": {"upload"}, "stash": {"1"}, "ignorewarnings": {"1"}, "filename": {title},
			"filesize": {strconv.FormatInt(info.Size(), 10)}, "offset": {strconv.FormatInt(at, 10)}}
		if key != "" {
			p.Set("filekey", key)
		}
		a, err := b.send(p, "chunk", chunk[:n])
		if err != nil {
			return err
		}
		if key, at = a.Upload.FileKey, at+int64(n); key == "" {
			return fmt.Errorf("%s: a chunk gets %q", title, a.Upload.Result)
		}
	}
	a, err := b.send(url.Values{"action": {"upload"}, "filekey": {key}, "filename": {title}, "comment": {"Upload"}, "text": {text}}, "", nil)
	if err == nil && a.Upload.Result != "Success" {
		err = fmt.Errorf("%s: the wiki answers %q", title, a.Upload.Result)
	}
	return err
}
