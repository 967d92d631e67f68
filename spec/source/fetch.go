package source

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"wikiform/provider"
)

// Fetcher downloads URL sources. It connects to public addresses only, follows
// few redirects, sends no cookies, credentials or Referer, and asks again when a
// server is busy or a connection breaks. It is safe for concurrent use.
type Fetcher struct {
	// Transport sends the requests; nil is one that refuses addresses which are
	// not public. Any other is trusted to reach what it likes.
	Transport http.RoundTripper
	// Dir is where temporary files go, "" for the system's place. It must exist.
	Dir string
	// AllowPrivate permits sources on private, loopback and link-local
	// addresses. Only then is a proxy of the environment used: which address a
	// proxy connects to cannot be checked here.
	AllowPrivate bool
	UserAgent    string // whole header, "" for "wikiform"
	Max          int64  // bytes of one source; 0 for mostBytes

	once    sync.Once
	guarded http.RoundTripper
}

// mostBytes is more than any wiki takes (Wikimedia's takes 5 GiB), and an end to
// what a server may send.
const mostBytes = 64 << 30

func (f *Fetcher) max() int64 {
	if f.Max > 0 {
		return f.Max
	}
	return mostBytes
}

// Download is the content of a URL on this machine.
type Download struct {
	Pin
	file *tempFile
}

// Body is the downloaded content, readable until Close.
func (d *Download) Body() provider.Body { return d.file.body(d.Size) }

// Digest is what identifies the content.
func (d *Download) Digest() provider.Digest { return provider.Digest{SHA1: d.SHA1, Size: d.Size} }

// Close frees the disk space.
func (d *Download) Close() { d.file.close() }

// Fetch downloads url as [Fetcher.Download] does, for those who only want to
// pass the content on. The caller calls release, which is never nil, when done
// with body.
func (f *Fetcher) Fetch(ctx context.Context, url string, progress func(sent, total int64)) (body provider.Body, d provider.Digest, release func(), err error) {
	got, err := f.Download(ctx, url, progress)
	if err != nil {
		return provider.Body{}, provider.Digest{}, func() {}, err
	}
	return got.Body(), got.Digest(), got.Close, nil
}

const (
	maxAttempts = 4
	firstWait   = time.Second // before the second attempt; doubled for each further one
	maxWait     = time.Minute // a server that wants more is left alone
)

// Download fetches a URL into a temporary file and hashes it on the way. The
// caller closes the result. There is no limit of time as long as bytes come.
//
// progress, which may be nil, is told the bytes that have come, and how many
// will, 0 when that is not known; an attempt that failed takes its bytes back.
// Errors are ctx's, or *provider.Error of kind Source, whose text has no
// secret of the URL.
func (f *Fetcher) Download(ctx context.Context, rawURL string, progress func(sent, total int64)) (*Download, error) {
	u, err := parseURL(rawURL)
	if err != nil {
		return nil, badURL(err)
	}
	file, err := newTempFile(f.Dir)
	if err != nil {
		return nil, localError(u, err)
	}
	pin, err := f.insist(ctx, wish{url: u, file: file, progress: progress})
	if err != nil {
		file.close()
		return nil, err
	}
	pin.URL = rawURL
	return &Download{Pin: pin, file: file}, nil
}

// insist is the one place where a download is tried again.
func (f *Fetcher) insist(ctx context.Context, w wish) (Pin, error) {
	if w.progress == nil {
		w.progress = func(int64, int64) {}
	}
	for attempt, wait := 1, firstWait; ; attempt, wait = attempt+1, 2*wait {
		pin, err := f.attempt(ctx, w)
		switch {
		case err == nil, errors.Is(err, errUnchanged):
			return pin, err
		case ctx.Err() != nil:
			return Pin{}, ctx.Err()
		}
		pause := max(wait, retryAfter(err))
		if attempt == maxAttempts || !passes(err) || pause > maxWait {
			return Pin{}, err
		}
		w.progress(0, 0)
		select {
		case <-ctx.Done():
			return Pin{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}
