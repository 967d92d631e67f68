package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// digested is what a reviewer agrees to: the wiki, and what will be written in
// the place of what.
type digested struct {
	API     string           `json:"api"`
	Changes []digestedChange `json:"changes"`
}

type digestedChange struct {
	Actions []string      `json:"actions"`
	Before  *beforeMember `json:"before"`
	After   afterMember   `json:"after"`
}

// Digest identifies what the plan does: "sha256:" and 64 hexadecimal digits.
// Two plans have the same digest if and only if they write the same things in
// the place of the same things on the same wiki, in the same order; when, where
// and from which files they were made does not count, nor does what they do not
// write.
func (p *Plan) Digest() string {
	d := digested{API: p.Wiki.API, Changes: []digestedChange{}}
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.writes() {
			d.Changes = append(d.Changes, digestedChange{c.actions(), c.before(), c.after()})
		}
	}
	var e encoder
	e.value(d)
	return sha256Of(e.Bytes())
}

// SameDigest reports whether somebody who wrote given means the digest; they
// may leave out its "sha256:", and write capitals.
func SameDigest(given, digest string) bool {
	given = strings.ToLower(given)
	return given == digest || "sha256:"+given == digest
}

func sha256Of(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}
