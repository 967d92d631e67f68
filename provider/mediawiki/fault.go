package mediawiki

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"

	"wikiform/provider"
)

// fault is an error with what the retry loop and the flow of an upload need to
// know of it beyond what the caller is told.
type fault struct {
	err  *provider.Error
	rule rule

	offset   int64 // of stashfailed: bytes that the wiki has; -1: not told
	limit    int64 // of badupload: bytes that it takes in one part; -1: not told
	tried    int64 // bytes of the file in the request
	tooLarge bool  // the request was too large for something before the wiki
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// asFault finds the fault in err; nil when the wiki or the way to it is not at fault.
func asFault(err error) *fault {
	f, _ := errors.AsType[*fault](err)
	return f
}

// sourceFault is about the content: nothing whole was sent.
func sourceFault(op string, err error) *fault {
	return &fault{offset: -1, limit: -1, err: &provider.Error{
		Kind: provider.Source, Op: op, Err: err, Cure: provider.CureRerun, Hint: "nothing was changed on the wiki; run it again",
	}}
}

// transportFault is a request to which no answer came. Where nothing was sent
// nothing happened; otherwise nobody knows.
func (c *Client) transportFault(ctx context.Context, r request, err error) *fault {
	f := &fault{rule: lostAnswer, offset: -1, limit: -1}
	f.err = &provider.Error{Kind: f.rule.kind, Op: r.op, Info: "the answer was lost", Err: bare(err)}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errSilent):
		f.err.Err = errSilent
	case cause != nil:
		f.rule = rule{kind: provider.Lost}
		f.err.Err = cause
	case neverSent(err):
		f.rule = unreachable
		if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
			f.rule = noSuchHost
		}
		f.err.Kind, f.err.Info = f.rule.kind, "the wiki at "+c.api.Host+" cannot be reached"
		f.err.Hint = "check the host name in api, and the network of this machine"
	case badCertificate(err):
		f.rule = rule{kind: provider.Unavailable}
		f.err.Cure = provider.CureManifest
		f.err.Kind, f.err.Info = f.rule.kind, "the certificate of "+c.api.Host+" is not trusted"
		f.err.Hint = "check the host name in api, and the certificates that this machine trusts"
	}
	return f
}

// bare drops the *url.Error around a transport's error, which repeats the URL.
func bare(err error) error {
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
