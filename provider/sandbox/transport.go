package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
)

// Transport reaches the wiki without a socket, whatever host a request names.
// Bodies are streamed, cancelling a request ends it on both sides, and it works
// inside a testing/synctest bubble.
func (w *Wiki) Transport() http.RoundTripper { return transport{w} }

type transport struct{ wiki *Wiki }

// RoundTrip implements [http.RoundTripper].
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	served := req.Clone(ctx)
	served.RequestURI, served.RemoteAddr = req.URL.RequestURI(), "127.0.0.1:0"
	if served.Host == "" {
		served.Host = req.URL.Host
	}
	served.Body = &requestBody{ctx: ctx, from: req.Body}
	pipeReader, pipeWriter := io.Pipe()
	out := &pipe{writer: pipeWriter, header: http.Header{}, started: make(chan struct{}), failed: make(chan error, 1)}
	go func() {
		defer served.Body.Close()
		defer cancel(errors.New("the request has been answered"))
		t.wiki.ServeHTTP(out, served)
		out.WriteHeader(http.StatusOK)
		pipeWriter.Close()
	}()
	stop := context.AfterFunc(req.Context(), func() { pipeWriter.CloseWithError(context.Cause(req.Context())) })
	select {
	case <-out.started:
		length, err := strconv.ParseInt(out.sent.Get("Content-Length"), 10, 64)
		if err != nil {
			length = -1
		}
		return &http.Response{Status: fmt.Sprint(out.status, " ", http.StatusText(out.status)), StatusCode: out.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: out.sent, Body: &responseBody{pipeReader, stop}, ContentLength: length, Request: req}, nil
	case err := <-out.failed:
		stop()
		return nil, err
	case <-req.Context().Done():
		pipeReader.Close()
		served.Body.Close()
		return nil, context.Cause(req.Context())
	}
}

// requestBody stops giving bytes when its request is cancelled.
type requestBody struct {
	ctx  context.Context
	from io.ReadCloser // nil: empty
	once sync.Once
}

func (b *requestBody) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.from == nil {
		return 0, io.EOF
	}
	return b.from.Read(p)
}

func (b *requestBody) Close() (err error) {
	b.once.Do(func() {
		if b.from != nil {
			err = b.from.Close()
		}
	})
	return err
}

type responseBody struct {
	*io.PipeReader
	stop func() bool
}

func (b *responseBody) Close() error {
	b.stop()
	return b.PipeReader.Close()
}

// pipe is the ResponseWriter of a request without a socket.
type pipe struct {
	writer  *io.PipeWriter
	header  http.Header
	sent    http.Header // as it was when the status was written
	status  int
	started chan struct{} // closed once there is a status
	failed  chan error    // the connection broke before
}

func (p *pipe) Header() http.Header { return p.header }

func (p *pipe) WriteHeader(status int) {
	if p.sent == nil {
		p.status, p.sent = status, p.header.Clone()
		close(p.started)
	}
}

func (p *pipe) Write(b []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	return p.writer.Write(b)
}

// abort breaks the connection: before the status it is an error of the request,
// after it one of the body.
func (p *pipe) abort(err error) {
	if p.sent != nil {
		p.writer.CloseWithError(err)
		return
	}
	p.sent = http.Header{} // nothing can be sent any more
	p.failed <- err
}

// Errors of a connection, as the network gives them.
var (
	errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errReset   = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
)

// hangUp ends a connection without an answer. A client on a socket sees a
// reset, whatever err is.
func hangUp(rw http.ResponseWriter, err error) {
	if p, ok := rw.(*pipe); ok {
		p.abort(err)
		return
	}
	if hijacker, ok := rw.(http.Hijacker); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				tcp.SetLinger(0)
			}
			conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}
