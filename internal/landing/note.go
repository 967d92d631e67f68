package landing

import (
	"encoding/json"
	"slices"

	"wikiform/provider"
)

// note says which bytes an import wrote, or was about to write, under which paths. It is
// written before them.
type note struct {
	files map[string][]provider.SHA1
}

// noted is a note as a file.
type noted struct {
	Version int                        `json:"version"`
	Files   map[string][]provider.SHA1 `json:"files"`
}

// Limits of what a note is believed: a branch can have brought it.
const (
	maxNote     = 64 << 20
	noteVersion = 1
)

// readNote reads a note. One that cannot be read is none: what it spoke of is then
// somebody else's.
func readNote(text []byte, name string) note {
	n := note{map[string][]provider.SHA1{}}
	var from noted
	if len(text) > maxNote || json.Unmarshal(text, &from) != nil || from.Version != noteVersion {
		return n
	}
	for p, sums := range from.Files {
		if Owns(name, p) {
			n.files[p] = sums
		}
	}
	return n
}

func (n note) add(p string, sum provider.SHA1) {
	if !n.has(p, sum) {
		n.files[p] = append(n.files[p], sum)
	}
}

func (n note) has(p string, sum provider.SHA1) bool { return slices.Contains(n.files[p], sum) }

// text is the note as it is kept.
func (n note) text() ([]byte, error) {
	return json.MarshalIndent(noted{noteVersion, n.files}, "", " ")
}
