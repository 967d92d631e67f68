package mediawiki

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"wikiform/provider"
)

// queryAnswer is one piece of the answer to action=query.
type queryAnswer struct {
	Continue map[string]json.RawMessage
	Query    struct {
		Normalized     []normalization
		Redirects      []redirection
		Pages          []page
		StashImageInfo []imageInfo
		General        siteGeneral
		Namespaces     map[string]struct{ Name, Canonical, Case string }
		Aliases        []struct {
			ID    int
			Alias string
		} `json:"namespacealiases"`
		InterwikiMap []struct {
			Prefix, Language string
			ExtraLangLink    bool
		}
		MagicWords []struct {
			Name    string
			Aliases []string
		}
		ExtensionTags  []string
		FileExtensions []struct{ Ext string }
		UserInfo       userInfo
		Repos          []fileRepo
		Tags           []changeTag
		AllImages      []storedFile
		FileArchive    []archivedFile
		LogEvents      []logEvent
		AllRevisions   []listedPage
		Statistics     struct{ Images int64 }
		MyStashedFiles []stashedFile
		UserContribs   []contribution
		Users          []knownUser
	}
}

// page is one title of a query, with what its props brought.
type page struct {
	PageID           int64
	LastRevID        int64
	NS               int
	Title            string
	Missing          bool
	Invalid          bool
	InvalidReason    sentence
	Redirect         bool
	Protection       []protection
	ImageRepository  string
	ImageInfo        []imageInfo
	Revisions        []revision
	DeletedRevisions []revision
	Actions          map[string]permission
	FileUsage        []struct{ Title string }
	GlobalUsage      []struct{ Wiki string }
	Contributors     []struct{ Name string }
	AnonContributors int
	Redirects        []struct{ Title string }
	Categories       []struct{ Title string }
	CategoryInfo     struct{ Size int64 }
	Special          bool // no page that could be there
}

// protection is one of a page: its own, or that of a page which shows it.
type protection struct {
	Type, Level, Expiry string
	Source              string // the page from which it comes, by cascading
}

func (p protection) cascades() bool { return p.Source != "" }

// storedFile is a file, or one that was deleted, in a list.
type storedFile struct {
	NS          int
	Title, SHA1 string
}

// archivedFile is a version of a file that was deleted, in a list.
type archivedFile struct {
	storedFile
	ID          int64
	Timestamp   time.Time
	User        string
	UserHidden  bool
	Size        figure
	Width       figure
	Height      figure
	MIME        string
	ArchiveName string
}

// errEnough ends a query whose rest nobody wants.
var errEnough = errors.New("enough")

// query asks until the wiki has told everything, and hands each piece to take, or
// until that has enough.
func (c *Client) query(ctx context.Context, r request, take func(queryAnswer) error) error {
	ask := maps.Clone(r.params)
	ask.Set("action", "query")
	if r.effort == nil {
		r.effort = c.newEffort()
	}
	r.params = maps.Clone(ask)
	for range mostPieces {
		var a queryAnswer
		if err := c.call(ctx, r, &a); err != nil {
			return err
		}
		if err := take(a); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
		// A query for a single title wants to go on through the file's history,
		// which nobody asked for.
		if _, history := a.Continue["iistart"]; history || len(a.Continue) == 0 {
			return nil
		}
		more, err := continuation(a.Continue)
		if err != nil {
			return malformed(r.op, err.Error())
		}
		next := maps.Clone(ask)
		for k, v := range more {
			next.Set(k, v)
		}
		if maps.EqualFunc(next, r.params, slices.Equal) {
			return malformed(r.op, "the wiki continues a query where it already was")
		}
		r.params = next
	}
	return malformed(r.op, fmt.Sprintf("the wiki continues a query without end; after %d answers it was given up", mostPieces))
}

// scalar is a string or a number as it goes into a parameter.
func scalar(v json.RawMessage) string {
	if s := text(v); s != "" {
		return s
	}
	return strings.Trim(string(v), `"`)
}

// figure is a number that the wiki gives as such or as a string; 0 when it is neither.
type figure int64

// UnmarshalJSON takes both.
func (n *figure) UnmarshalJSON(b []byte) error {
	v, _ := strconv.ParseInt(scalar(b), 10, 64)
	*n = figure(max(v, 0))
	return nil
}

// sentence is a message, which the wiki gives as a string or, with
// errorformat=plaintext in some places, as an object with a code.
type sentence string

// UnmarshalJSON takes both.
func (s *sentence) UnmarshalJSON(b []byte) error {
	var e apiError
	if json.Unmarshal(b, &e) == nil {
		*s = sentence(clip(e.Text))
		return nil
	}
	*s = sentence(clip(text(b)))
	return nil
}

// malformed is an answer in the wiki's own words that makes no sense.
func malformed(op, info string) error {
	return &provider.Error{Kind: provider.Unavailable, Op: op, Info: clip(info), Cure: provider.CureReport, Advice: hintMalformed}
}
