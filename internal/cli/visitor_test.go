package cli_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"testing"
)

// visitor is a volunteer who writes to a wiki by hand: what people do there is not made by
// the client that is tested.
type visitor struct {
	api   string
	http  http.Client
	token string
}

// visitor logs the volunteer in.
func (w wikiOfNames) visitor(t *testing.T) *visitor { return w.visitorAs(t, w.friend, w.friendSecret) }

func (w wikiOfNames) visitorAs(t *testing.T, user, password string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{api: w.api, http: http.Client{Jar: jar}}
	var a struct {
		Query struct {
			Tokens struct{ LoginToken, CSRFToken string }
		}
		Login struct{ Result string }
	}
	v.ask(t, url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {"login"}}, "", &a)
	v.ask(t, url.Values{"action": {"login"}, "lgname": {user}, "lgpassword": {password}, "lgtoken": {a.Query.Tokens.LoginToken}}, "", &a)
	if a.Login.Result != "Success" {
		t.Fatalf("%s cannot log in: %q", user, a.Login.Result)
	}
	v.ask(t, url.Values{"action": {"query"}, "meta": {"tokens"}}, "", &a)
	v.token = a.Query.Tokens.CSRFToken
	return v
}

// do writes something, with a file unless that is "".
func (v *visitor) do(t *testing.T, values url.Values, file string) {
	t.Helper()
	var a struct {
		Upload *struct{ Result string }
	}
	values.Set("token", v.token)
	v.ask(t, values, file, &a)
	if a.Upload != nil && a.Upload.Result != "Success" {
		t.Fatalf("%v: %+v", values, a)
	}
}

func (v *visitor) ask(t *testing.T, values url.Values, file string, into any) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	fields := map[string]string{"format": "json", "formatversion": "2"}
	for key := range values {
		fields[key] = values.Get(key)
	}
	for key, value := range fields {
		if err := form.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		part, err := form.CreateFormFile("file", "f.svg")
		if err == nil {
			_, err = part.Write([]byte(file))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	resp, err := v.http.Post(v.api, form.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var raw json.RawMessage
	var no struct{ Error *struct{ Code, Info string } }
	if err := json.NewDecoder(resp.Body).Decode(&raw); err != nil {
		t.Fatalf("%v: %v", values, err)
	}
	switch err := json.Unmarshal(raw, &no); {
	case err == nil && no.Error != nil && no.Error.Code == "backend-fail-alreadyexists":
		pastSecond() // two versions of one second: nothing was done
		v.ask(t, values, file, into)
		return
	case err != nil || no.Error != nil:
		t.Fatalf("%v: %v %v", values.Get("action"), no.Error, err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}
