package source

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

func (f *Fetcher) userAgent() string {
	if f.UserAgent == "" {
		return "wikiform"
	}
	return f.UserAgent
}

func (f *Fetcher) transport() http.RoundTripper {
	if f.Transport != nil {
		return f.Transport
	}
	f.once.Do(func() { f.guarded = NewTransport(f.AllowPrivate) })
	return f.guarded
}

// NewTransport makes the transport of a Fetcher, by which others can reach hosts that a
// foreign text names. Unless private addresses are
// allowed it checks the address that is really connected to, after every look-up
// and redirect, so that no name can mean one address to the check and another to
// the connection.
func NewTransport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second}
	t := &http.Transport{
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		TLSHandshakeTimeout:    30 * time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if allowPrivate {
		t.Proxy = http.ProxyFromEnvironment
	} else {
		dialer.ControlContext = refusePrivate
	}
	t.DialContext = dialer.DialContext
	return t
}

// addressError refuses to connect to an address.
type addressError struct {
	addr netip.Addr
	kind string // "a loopback address"
}

func (e *addressError) Error() string { return fmt.Sprintf("%s is %s", e.addr, e.kind) }

// Hint implements [provider.Hinter].
func (e *addressError) Hint() string {
	return "wikiform connects to public addresses only. If this source is meant, run with -allow-private-sources."
}

func refusePrivate(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	if kind := addressKind(ap.Addr()); kind != "" {
		return &addressError{ap.Addr(), kind}
	}
	return nil
}
