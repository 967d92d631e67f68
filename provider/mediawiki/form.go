package mediawiki

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"sync"
	"time"

	"wikiform/provider"
)

// form is a multipart body: a head of parameters, at most one piece of a file,
// and a tail. Its exact length is known, it can be opened again for another
// attempt, and no more of the file is in memory than one read.
type form struct {
	head, tail  []byte
	part        *part
	contentType string
}

// newForm encodes parameters with the token first, so that a server that
// streams can refuse before the file comes (facts §4).
func newForm(params url.Values, token string, file *part) (form, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if token != "" {
		if err := w.WriteField("token", token); err != nil {
			return form{}, err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(params)) {
		for _, v := range params[k] {
			if err := w.WriteField(k, v); err != nil {
				return form{}, err
			}
		}
	}
	if file != nil {
		// Without a filename PHP takes the part for a parameter (facts §4).
		if _, err := w.CreateFormFile(file.field, "file"); err != nil {
			return form{}, err
		}
	}
	f := form{head: bytes.Clone(b.Bytes()), part: file, contentType: w.FormDataContentType()}
	b.Reset()
	if err := w.Close(); err != nil {
		return form{}, err
	}
	f.tail = b.Bytes()
	return f, nil
}

func (f form) size() int64 {
	n := int64(len(f.head) + len(f.tail))
	if f.part != nil {
		n += f.part.size
	}
	return n
}

// open starts an independent reader of the whole form.
func (f form) open() (io.ReadCloser, error) {
	if f.part == nil {
		return io.NopCloser(io.MultiReader(bytes.NewReader(f.head), bytes.NewReader(f.tail))), nil
	}
	piece, err := f.part.open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(f.head), piece, bytes.NewReader(f.tail)), piece}, nil
}

// part is a piece of a file as it is sent: all of it, or a chunk.
type part struct {
	field        string // "file" or "chunk"
	body         provider.Body
	offset, size int64 // bytes
	// prefix has hashed the file up to offset; nil at offset 0.
	prefix hash.Cloner
	// want is compared when the piece ends the file; not known: nothing is.
	want provider.SHA1
	// took is how long the last attempt to send it took, with the answer.
	took time.Duration

	mu    sync.Mutex // the transport reads in a goroutine of its own
	after hash.Cloner
	bad   error
}

// bytes is how much of a file is sent; of none it is nothing.
func (p *part) bytes() int64 {
	if p == nil {
		return 0
	}
	return p.size
}

func (p *part) open() (io.ReadCloser, error) {
	src, err := p.body.Open()
	if err != nil {
		return nil, err
	}
	if _, err := src.Seek(p.offset, io.SeekStart); err != nil {
		src.Close()
		return nil, err
	}
	sum := sha1.New().(hash.Cloner)
	if p.prefix != nil {
		if sum, err = p.prefix.Clone(); err != nil {
			src.Close()
			return nil, err
		}
	}
	r := &partReader{part: p, src: src, left: p.size, sum: sum}
	if p.size <= aheadBlocks*aheadBlock {
		return r, nil
	}
	return readAhead(r), nil
}

// fault is what was wrong with the file itself while it was read, if anything.
func (p *part) fault() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bad
}

// hashed is the hash of the file up to the end of this piece; nil until all of
// the piece was sent.
func (p *part) hashed() hash.Cloner {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.after
}

var errChanged = errors.New("the file changed after it was planned")

// partReader reads a part. If the file is not as planned, the read fails before the
// form's closing boundary, so that the wiki never gets a whole request.
type partReader struct {
	part *part
	src  io.ReadSeekCloser
	left int64
	sum  hash.Cloner
}

func (p *partReader) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, p.finish()
	}
	n, err := p.src.Read(b[:min(int64(len(b)), p.left)])
	p.sum.Write(b[:n])
	p.left -= int64(n)
	switch {
	case err == io.EOF && p.left > 0:
		return n, p.fail(fmt.Errorf("%w: it is %d bytes shorter", errChanged, p.left))
	case err == io.EOF:
		err = nil
	case err != nil:
		err = p.fail(err)
	}
	return n, err
}

// finish is io.EOF when the file is what was planned.
func (p *partReader) finish() error {
	whole := p.part.offset+p.part.size == p.part.body.Size
	if whole {
		if n, _ := io.ReadFull(p.src, make([]byte, 1)); n > 0 {
			return p.fail(fmt.Errorf("%w: it is longer than %d bytes", errChanged, p.part.body.Size))
		}
	}
	if whole && p.part.want.Known() {
		if got := provider.SHA1(p.sum.Sum(nil)); got != p.part.want {
			return p.fail(fmt.Errorf("%w: its SHA-1 was %s and is %s", errChanged, p.part.want, got))
		}
	}
	p.part.mu.Lock()
	defer p.part.mu.Unlock()
	p.part.after = p.sum
	return io.EOF
}

func (p *partReader) fail(err error) error {
	p.part.mu.Lock()
	defer p.part.mu.Unlock()
	p.part.bad = err
	return err
}

func (p *partReader) Close() error { return p.src.Close() }
