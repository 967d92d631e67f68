package mediawiki

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"unicode/utf8"
)

// A wiki is not trusted with our memory. What is read of an answer, what is made of
// it and what is kept of that is bounded here. MediaWiki's own bounds are below
// these (Manual:$wgAPIMaxResultSize, facts §3).
const (
	// mostAnswer is the length of an answer. The values in a result have 8 MB
	// together; in JSON a line end, a quotation mark or a backslash takes two bytes.
	mostAnswer = 17 << 20
	// mostValues is how many values an answer has. 500 titles with all that is
	// asked about them have 30,000.
	mostValues = 400_000
	// smallAnswer is what every request may hold at once; what is longer is read by
	// one request after the other. What a wiki says of 500 files has 350 kB.
	smallAnswer = 1 << 20
	// mostHeader is the length of an answer's header.
	mostHeader = 64 << 10
	// mostLine is how much is kept of a name, a comment or a sentence, in bytes.
	// MediaWiki keeps 255 bytes of a name and 500 characters of a comment.
	mostLine = 2 << 10
	// mostNames is how many names are kept that come as a list: rights, change tags,
	// files of one content.
	mostNames = 10_000
	// mostTexts is how much text of pages one question brings home, in bytes. What
	// is beyond it is not known, as a hidden text is not.
	mostTexts = 64 << 20
	// mostContinue is how many parameters a query is continued with.
	mostContinue = 20
	// mostCookies is how many cookies a session has, each of at most 4 KiB, as
	// browsers have it.
	mostCookies = 50
	mostCookie  = 4 << 10
)

var errTooMuch = errors.New("the answer is larger than any of MediaWiki's")

// small are buffers of answers that were decoded, for the next ones.
var small = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readBody reads an answer as far as it may be long. Of long ones there is one in
// memory at a time: whoever gets an answer calls done after decoding it, and does not look
// at it again.
func (c *Client) readBody(resp *http.Response) (body []byte, done func(), err error) {
	b := small.Get().(*bytes.Buffer)
	b.Reset()
	done = func() { small.Put(b) }
	if n := resp.ContentLength; n > 0 {
		b.Grow(int(min(n, smallAnswer)) + bytes.MinRead)
	}
	if _, err = io.CopyN(b, resp.Body, smallAnswer); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return b.Bytes(), done, err
	}
	if err := c.large.lock(resp.Request.Context()); err != nil {
		return b.Bytes(), done, err
	}
	if n := resp.ContentLength; n > smallAnswer && n <= mostAnswer {
		b.Grow(int(n) - b.Len() + bytes.MinRead)
	}
	_, err = io.Copy(b, io.LimitReader(resp.Body, mostAnswer+1-smallAnswer))
	return b.Bytes(), c.large.unlock, err
}

// inspect refuses JSON that is too long, or would take far more memory than its
// length lets expect. Plain is an object that has no member of an [envelope], as nearly
// all answers are; false where that is not sure.
func inspect(b []byte) (plain bool, err error) {
	if len(b) > mostAnswer {
		return false, fmt.Errorf("%w: it has more than %d bytes", errTooMuch, mostAnswer)
	}
	values, depth := 1, 0
	plain = len(b) > 0 && b[0] == '{'
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			from := i + 1
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if depth == 1 && plain {
				plain = !mayEnvelop(b[from:min(i, len(b))])
			}
		case ',':
			values++
		case '[', '{':
			values++
			depth++
		case ']', '}':
			depth--
		}
	}
	if values > mostValues {
		return false, fmt.Errorf("%w: it has more than %d values", errTooMuch, mostValues)
	}
	return plain, nil
}

// mayEnvelop reports whether a name of a member, as it is written, may be one of an
// [envelope]: they are compared without regard to case.
func mayEnvelop(name []byte) bool {
	if bytes.IndexByte(name, '\\') >= 0 {
		return true
	}
	for _, member := range envelopeMembers {
		if bytes.EqualFold(name, member) {
			return true
		}
	}
	return false
}

var envelopeMembers = [][]byte{[]byte("errors"), []byte("error")}

// clip keeps a line of text within mostLine.
func clip(s string) string {
	if len(s) <= mostLine {
		return s
	}
	cut := mostLine - len("…")
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// clipped keeps a list of names within mostNames, and each of them within mostLine.
func clipped(names []string) []string {
	names = names[:min(len(names), mostNames)]
	for i, s := range names {
		names[i] = clip(s)
	}
	return names
}

// few keeps of words that are looked for in every text as many as a wiki may have, and
// those that are no longer than words are.
func few(words []string) []string {
	const most, longest = 200, 100
	short := slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "" || len(s) > longest })
	return short[:min(len(short), most)]
}

// continuation gives the parameters with which a query goes on.
func continuation(from map[string]json.RawMessage) (map[string]string, error) {
	if len(from) > mostContinue {
		return nil, fmt.Errorf("the wiki continues a query with %d parameters", len(from))
	}
	next := make(map[string]string, len(from))
	for k, v := range from {
		if len(k) > mostLine || len(v) > mostLine {
			return nil, fmt.Errorf("the wiki continues a query with a parameter of %d bytes", len(k)+len(v))
		}
		next[k] = scalar(v)
	}
	return next, nil
}

// stashKey is what MediaWiki makes keys of (UploadStash::KEY_FORMAT_REGEX). A key
// goes into our journal and back to the wiki.
var stashKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w.-]{1,255}$`) })

// fileKey reads a key of the stash; it is "" when the wiki gave none.
type fileKey string

// UnmarshalJSON refuses what is no key.
func (k *fileKey) UnmarshalJSON(b []byte) error {
	s := text(b)
	if s != "" && !stashKey().MatchString(s) {
		return errors.New("the wiki gave a key of its stash that is none")
	}
	*k = fileKey(s)
	return nil
}
