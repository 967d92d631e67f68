package faulttest

import (
	"bytes"
	"io"
	"net/http"
	"path"
	"syscall"

	"wikiform/provider/sandbox"
)

// origin is the server of the URLs, the same for the wiki and for wikiform.
type origin struct{ world *world }

// RoundTrip implements [http.RoundTripper].
func (o origin) RoundTrip(req *http.Request) (*http.Response, error) {
	b := o.world.content[path.Base(req.URL.Path)]
	body, status := io.Reader(bytes.NewReader(b)), http.StatusOK
	for _, s := range o.world.occasion(onOrigin) {
		switch s.What {
		case wrong:
			// What has no pin has no wrong content.
			if o.world.pinned(b) {
				body = bytes.NewReader(changed(b))
			}
		case sandbox.Reset:
			return nil, syscall.ECONNRESET
		case missing:
			status, body = http.StatusNotFound, http.NoBody
		case failing:
			status, body = http.StatusInternalServerError, http.NoBody
		case short:
			body = io.MultiReader(bytes.NewReader(b[:len(b)/2]), broken{})
		}
	}
	resp := &http.Response{StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"image/png"}}, Body: io.NopCloser(body), ContentLength: -1, Request: req}
	if status == http.StatusOK {
		resp.ContentLength = int64(len(b))
	}
	return resp, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, syscall.ECONNRESET }
