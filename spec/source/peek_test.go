package source

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestPeek(t *testing.T) {
	t.Parallel()
	url := serve(t, func(rw http.ResponseWriter, req *http.Request) {
		switch {
		case req.Header.Get("Cookie")+req.Header.Get("Authorization")+req.Header.Get("Referer") != "":
			rw.WriteHeader(http.StatusTeapot)
		case req.URL.Path == "/moved":
			http.Redirect(rw, req, "/picture", http.StatusFound)
		case req.URL.Path == "/picture":
			fmt.Fprint(rw, strings.Repeat("x", 100))
		default:
			http.NotFound(rw, req)
		}
	})
	f := &Fetcher{AllowPrivate: true}
	for path, most := range map[string]int64{"/picture": 10, "/moved": 1000} {
		got, err := f.Peek(t.Context(), url+path, most)
		if err != nil || int64(len(got)) != min(most, 100) {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
	}
	if _, err := f.Peek(t.Context(), url+"/none", 10); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("what is not there: %v", err)
	}
	if _, err := new(Fetcher).Peek(t.Context(), url+"/picture", 10); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("a private address: %v", err)
	}
}
