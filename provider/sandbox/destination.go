package sandbox

import (
	"regexp"
	"slices"
	"strings"
)

// destination is the title under which an upload would be stored.
type destination struct {
	asked string // the parameter filename
	title title
	ext   string   // of the name, as it is written; "" when bad came first
	bad   *refusal // why there is no title
}

const maxName = 240 // bytes of a file's name

var illegalInName = regexp.MustCompile(`[\x00-\x1f\x7f#<>\[\]|{}:/\\]`)

// destination finds the title for a wished name: MediaWiki mends what it can,
// and warns of it later (facts §4.3, badfilename). The type of the content
// gives a name its extension when it has none.
func (s *Settings) destination(asked, mime string) destination {
	d := destination{asked: asked}
	name := asked
	if t, bad := s.parseTitle(asked); bad == nil && t.ns == fileNS {
		name = t.key()
	}
	if len(name) > maxName {
		return d.refuse(refuse("filename-toolong", "Filenames may not be longer than 240 bytes."))
	}
	mended := illegalInName.ReplaceAllString(name, "-")
	t, bad := s.makeTitle(fileNS, mended)
	if bad != nil || t.ns != fileNS {
		return d.refuse(refuse("illegal-filename", "The filename is not allowed.").with("filename", mended))
	}
	base, extensions := splitExtensions(t.text)
	if len(extensions) == 0 {
		if guess := extensionOf(mime); guess != "" {
			t.text, extensions = t.text+"."+guess, []string{guess}
		} else {
			extensions = []string{""}
		}
	}
	d.ext = extensions[len(extensions)-1]
	var prohibited []string
	for _, ext := range extensions {
		if low := strings.ToLower(ext); slices.Contains(s.Prohibited, low) {
			prohibited = append(prohibited, low)
		}
	}
	switch {
	case d.ext == "":
		return d.refuse(refuse("filetype-missing", "The file has no extension (like \".jpg\")."))
	case len(prohibited) > 0:
		return d.banned(s, prohibited)
	case s.StrictTypes && !slices.Contains(s.Extensions, strings.ToLower(d.ext)):
		return d.banned(s, nil)
	case base == "":
		return d.refuse(refuse("filename-tooshort", "The filename is too short."))
	}
	d.title = t
	return d
}

// splitExtensions cuts a name at its dots. The last extension counts, and any
// may be prohibited.
func splitExtensions(name string) (base string, extensions []string) {
	parts := strings.Split(name, ".")
	if len(parts) == 1 {
		return name, nil
	}
	return strings.Join(parts[:len(parts)-1], "."), parts[1:]
}

func (d destination) refuse(bad *refusal) destination {
	d.bad = bad
	return d
}

func (d destination) banned(s *Settings, prohibited []string) destination {
	named := d.ext
	if len(prohibited) > 0 {
		named = strings.Join(prohibited, ", ")
	}
	d.bad = refuse("filetype-banned", "\".%s\" is not a permitted file type. Permitted file types are %s.", named, strings.Join(s.Extensions, ", ")).
		with("filetype", d.ext).with("allowed", s.Extensions)
	if len(prohibited) > 0 {
		d.bad.with("blacklisted", prohibited)
	}
	return d
}

// hopeless reports whether another name would not help.
func (d destination) hopeless() bool { return d.bad.code == "filetype-banned" }
