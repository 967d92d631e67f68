package sandbox

import (
	"crypto/sha1"
	"hash"
	"io"

	"wikiform/provider"
)

// vault keeps bytes: those of files, named by their SHA-1, and those of chunked
// uploads that are not whole yet, named by their file key.
type vault interface {
	// create makes a place for bytes that are arriving.
	create() (draft, error)
	// keep gives the bytes of d the name by which open finds them.
	keep(d draft, sum provider.SHA1) error
	open(sum provider.SHA1) (blob, error)

	// extend writes d into a part at an offset and drops what was behind it.
	extend(key string, at int64, d draft) error
	// part opens a part, of which size bytes count.
	part(key string, size int64) (blob, error)
	drop(key string)
}

// blob is stored content.
type blob interface {
	io.ReadSeeker
	io.Closer
}

// draft is content that has no name yet. Its owner discards it, also after it
// was kept.
type draft interface {
	io.Writer
	open() (blob, error)
	discard()
}

// arrival is content that came with a request.
type arrival struct {
	draft
	size int64
	hash hash.Hash
	name string // the file name that the request gave
}

// receive stores what r has.
func receive(v vault, r io.Reader, name string) (*arrival, error) {
	d, err := v.create()
	if err != nil {
		return nil, err
	}
	a := &arrival{draft: d, hash: sha1.New(), name: name}
	a.size, err = io.Copy(io.MultiWriter(d, a.hash), r)
	if err != nil {
		d.discard()
		return nil, err
	}
	return a, nil
}

func (a *arrival) digest() provider.Digest {
	d := provider.Digest{Size: a.size}
	a.hash.Sum(d.SHA1[:0])
	return d
}
