package plan

import (
	"errors"
	"strings"
	"time"

	"wikiform/internal/number"
)

// Since is of a plan that did not read all files, but what changed since an earlier plan: of
// the others a file on this machine says that they were settled then. It is the one case in
// which something else than the manifest and the wiki decides, which is why the plan says so
// before anything else, and its digest is another one.
type Since struct {
	Time   time.Time // when that plan was made, by the wiki's clock; UTC, whole seconds
	Unread int       // blocks whose titles were not compared; they are in no change
	Files  int       // of these, those of files that the wiki had
	Looked int       // of these, those that were looked at all the same, as a check
}

// String is the plan's first line, without the full stop.
func (s *Since) String() string {
	were := func(n int) string {
		if n == 1 {
			return " was "
		}
		return " were "
	}
	text := number.Of(s.Unread, "file") + were(s.Unread) + "not read: no change since " + s.Time.UTC().Format("2006-01-02 15:04 UTC") + " is told of"
	if s.Looked > 0 {
		text += "; " + number.Grouped(s.Looked) + were(s.Looked) + "looked at"
	}
	return text
}

// sinceMember is Since in a saved plan.
type sinceMember struct {
	Time   string `json:"time"`
	Unread int    `json:"unread"`
	Files  int    `json:"files"`
	Looked int    `json:"looked_at"`
	Digest string `json:"digest"` // of its entry in the list
}

func (s *Since) member(api string) *sinceMember {
	if s == nil {
		return nil
	}
	return &sinceMember{stamp(s.Time), s.Unread, s.Files, s.Looked, s.sum(api)}
}

func (m *sinceMember) since() (*Since, error) {
	if m == nil {
		return nil, nil
	}
	at, err := parseStamp(m.Time)
	switch {
	case err != nil:
		return nil, err
	case at.IsZero() || min(m.Unread, m.Files, m.Looked) < 0 || max(m.Files, m.Looked) > m.Unread:
		return nil, errors.New("what it says of files that were not read makes no sense")
	}
	return &Since{at, m.Unread, m.Files, m.Looked}, nil
}

// sinceLeaf is what an entry of [Digests] is the sum of that is of no change: which files
// were not read. Its JSON is a promise of docs/plan-format.md.
type sinceLeaf struct {
	API    string `json:"api"`
	Since  string `json:"since"`
	Unread int    `json:"unread"`
}

// sinceEntry begins what follows the sum of such an entry.
const sinceEntry = "since"

func (s *Since) sum(api string) string {
	var e encoder
	e.value(sinceLeaf{api, stamp(s.Time), s.Unread})
	return sha256Of(e.Bytes())
}

func (s *Since) line(api string) string {
	return strings.TrimPrefix(s.sum(api), "sha256:") + " " + sinceEntry + ` "` + stamp(s.Time) + `"`
}
