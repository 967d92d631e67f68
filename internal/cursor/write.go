package cursor

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"wikiform/provider"
)

// headMember is the first line. Its members are a promise of docs/since.md.
type headMember struct {
	Version     string `json:"cursor_version"`
	Wiki        string `json:"wiki"`
	Account     string `json:"account"`
	Fingerprint string `json:"fingerprint"`
	Time        string `json:"time"`
	Revision    int64  `json:"revision"`
	RevisionAt  string `json:"revision_time"`
	Log         int64  `json:"log"`
	LogAt       string `json:"log_time"`
	Turn        int    `json:"turn"`
	Files       int    `json:"files"`
}

const (
	begins  = `{"cursor_version":"`
	endHead = "sha256:" // begins the last line, which has the sum of all before it
)

func (c *Cursor) headLine() []byte {
	m := headMember{
		FormatVersion, c.Wiki, c.Account, digits(c.Fingerprint), stamp(c.Time),
		c.Rev, stamp(c.RevTime), c.Log, stamp(c.LogTime), c.Turn, len(c.Files),
	}
	return append(encoded(m), '\n')
}

func (f *File) line(to []byte) []byte {
	to = hex.AppendEncode(to, f.Wanted[:])
	to = append(to, ' ')
	to = hex.AppendEncode(to, f.Seen[:])
	if f.Titles != nil {
		to = append(to, ' ')
		to = append(to, encoded(f.Titles)...)
	}
	return append(to, '\n')
}

// Bytes are the cursor as it is saved.
func (c *Cursor) Bytes() []byte {
	b := c.headLine()
	for i := range c.Files {
		b = c.Files[i].line(b)
	}
	sum := sha256.Sum256(b)
	b = append(b, endHead...)
	return append(hex.AppendEncode(b, sum[:]), '\n')
}

// encoded is JSON without a line end, and safe for a terminal.
func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // there is nothing in it that has no JSON
	}
	return provider.VisibleJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// stamp is a time as it is written, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
