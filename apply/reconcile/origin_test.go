package reconcile_test

import (
	"io"
	"net/http"
	"strings"
)

// origin is the server of every URL.
type origin struct{}

// RoundTrip implements [http.RoundTripper].
func (origin) RoundTrip(req *http.Request) (*http.Response, error) {
	const content = "\x89PNG\r\n\x1a\n from elsewhere"
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"image/png"}},
		Body: io.NopCloser(strings.NewReader(content)), ContentLength: int64(len(content)), Request: req,
	}, nil
}
