package provider

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
)

// SHA1 identifies content as the wiki does. The zero value means "not known".
type SHA1 [20]byte

// ParseSHA1 reads 40 hexadecimal digits, of either case.
func ParseSHA1(s string) (SHA1, error) {
	var sum SHA1
	if len(s) != 2*len(sum) {
		return SHA1{}, fmt.Errorf("a SHA-1 has 40 hexadecimal digits, this has %d characters", len(s))
	}
	if _, err := hex.Decode(sum[:], []byte(s)); err != nil {
		return SHA1{}, fmt.Errorf("not a SHA-1: %w", err)
	}
	return sum, nil
}

// Known reports whether s is a real sum.
func (s SHA1) Known() bool { return s != SHA1{} }

// String gives 40 lower-case hexadecimal digits, or "" when the sum is not known.
func (s SHA1) String() string {
	if !s.Known() {
		return ""
	}
	return hex.EncodeToString(s[:])
}

// Short gives the first eight digits, for people.
func (s SHA1) Short() string {
	if !s.Known() {
		return ""
	}
	return hex.EncodeToString(s[:4])
}

// MarshalText implements encoding.TextMarshaler.
func (s SHA1) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; empty text is the zero sum.
func (s *SHA1) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*s = SHA1{}
		return nil
	}
	sum, err := ParseSHA1(string(b))
	if err == nil {
		*s = sum
	}
	return err
}

// Digest is what two contents must share to be the same content.
type Digest struct {
	SHA1 SHA1
	Size int64 // bytes
}

// Known reports whether the content was ever hashed.
func (d Digest) Known() bool { return d.SHA1.Known() }

// Content is what is known of a content that was read.
type Content struct {
	Digest
	Type string // MIME type, by the first bytes; "" when those were not looked at
}

// Body is a recipe for content rather than the content: it can be opened again
// for every attempt, and at any offset.
type Body struct {
	Size int64 // bytes; every opened reader yields exactly this many
	// Open starts a new, independent reader at offset 0. The caller closes it.
	Open func() (io.ReadSeekCloser, error)
}

// BodyOf is the recipe for a content in memory.
func BodyOf(content []byte) Body {
	return Body{Size: int64(len(content)), Open: func() (io.ReadSeekCloser, error) {
		return inMemory{bytes.NewReader(content)}, nil
	}}
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }
