package plan

import (
	"fmt"
	"wikiform/provider"
)

// stepMember is a step of a change, by its kind and what it writes.
type stepMember struct {
	Step     stepKind      `json:"step"`
	SHA1     provider.SHA1 `json:"sha1,omitzero"`      // of an upload's content, where it is known
	Size     int64         `json:"size,omitempty"`     // of the same
	TextSHA1 provider.SHA1 `json:"text_sha1,omitzero"` // what the page is to say; of an upload, when it makes the page
}

type stepKind string

const (
	stepUpload  stepKind = "upload"
	stepSetText stepKind = "set_text"
)

func stepMembers(steps []Step) []stepMember {
	var ms []stepMember
	for _, s := range steps {
		switch s := s.(type) {
		case Upload:
			m := stepMember{Step: stepUpload, SHA1: s.Content.Digest.SHA1, Size: s.Content.Digest.Size}
			if s.Page != nil {
				m.TextSHA1 = provider.TextSHA1(*s.Page)
			}
			ms = append(ms, m)
		case SetText:
			ms = append(ms, stepMember{Step: stepSetText, TextSHA1: provider.TextSHA1(s.Text)})
		}
	}
	return ms
}

// stepsOf undoes stepMembers.
func stepsOf(ms []stepMember, content Content, texts map[provider.SHA1]string) ([]Step, error) {
	var steps []Step
	for _, m := range ms {
		text, known := texts[m.TextSHA1]
		switch {
		case m.TextSHA1.Known() && !known:
			return nil, fmt.Errorf("the text %s is not in texts", m.TextSHA1)
		case m.Step == stepUpload && known:
			steps = append(steps, Upload{content, &text})
		case m.Step == stepUpload:
			steps = append(steps, Upload{Content: content})
		case m.Step == stepSetText:
			steps = append(steps, SetText{text})
		default:
			return nil, fmt.Errorf("it has the unknown step %q", m.Step)
		}
	}
	return steps, nil
}
