package mediawiki

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"wikiform/provider"
)

// fault is why one request failed: what the caller is told, and what the retry
// loop and the steps of an upload need to know beyond that. Once made it is not
// changed; whoever knows more makes another one of it ([fault.withError]).
type fault struct {
	err  *provider.Error
	rule rule

	// elsewhere: it was answered by a host whose requests have nothing to do with the wiki's.
	elsewhere bool

	sent     int64  // bytes of the file in the request
	tooLarge bool   // the request was too large for the wiki, its PHP or a proxy
	limit    int64  // bytes that the wiki takes in one part; 0: not told
	arrived  *int64 // bytes that the wiki says it has of the file; nil: not told
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// withError is f with another error for the caller. change gets a copy of f's error.
func (f *fault) withError(change func(*provider.Error)) *fault {
	other, err := *f, *f.err
	change(&err)
	other.err = &err
	return &other
}

// asFault finds the fault in err; nil when there is none.
func asFault(err error) *fault {
	f, _ := errors.AsType[*fault](err)
	return f
}

// sourceFault is for content that could not be read as planned: the wiki got no
// whole request.
func sourceFault(op string, err error) *fault {
	e := &provider.Error{Kind: provider.Source, Op: op, Err: err, Cure: provider.CureRerun, Advice: "nothing was changed on the wiki; run it again"}
	if told, ok := errors.AsType[*provider.Error](err); ok { // by the source itself
		e.Cure, e.Advice = provider.CureOf(told), told.Advice
	}
	if errors.Is(err, errChanged) {
		e.Cure, e.Advice = provider.CureReplan, "nothing was changed on the wiki; plan again"
	}
	return &fault{err: e}
}

// transportFault is a request of which no answer came, or only the beginning of
// one, with an HTTP status. If nothing was sent, nothing happened; otherwise
// nobody knows.
func (c *Client) transportFault(ctx context.Context, r request, status int, err error) *fault {
	means, info, cause := lostAnswer, "the answer was lost", withoutURL(err)
	switch ended := context.Cause(ctx); {
	case errors.Is(ended, errSilent):
		cause = errSilent
	case ended != nil:
		means, cause = rule{kind: provider.Lost}, ended
	case neverSent(err):
		means, info = unreachable, "the wiki at "+c.api.Host+" cannot be reached"
		if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
			means = noSuchHost
		}
	case errors.Is(err, http.ErrSchemeMismatch):
		means, info, cause = speaksHTTP, c.api.Host+" does not speak https there, but http", nil
	case c.api.Scheme == "http" && !c.reached.Load() && tlsAlert(err):
		means, info, cause = speaksHTTPS, c.api.Host+" does not speak http there, but https", nil
	case badCertificate(err):
		means, info = untrusted, "the certificate of "+c.api.Host+" is not trusted"
	}
	return &fault{rule: means, sent: r.file.bytes(), err: &provider.Error{
		Kind: means.kind, Op: r.op, Info: info, Status: status, Cure: means.cure, Advice: means.hint, Err: cause,
	}}
}

// withoutURL drops the *url.Error around a transport's error, which repeats the URL.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

func neverSent(err error) bool {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

func badCertificate(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	_, ok := errors.AsType[x509.UnknownAuthorityError](err)
	return ok
}

// tlsAlert reports whether a server answered a request in the clear with an alert of
// TLS, as some do that speak https only. net/http has no type for that.
func tlsAlert(err error) bool {
	return strings.Contains(err.Error(), `malformed HTTP response "\x15\x03`)
}
