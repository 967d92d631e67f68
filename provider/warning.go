package provider

import (
	"fmt"
	"slices"
	"strings"
)

// WarningKind is one of the reasons for which a wiki stops an upload and asks
// (facts §4.3). Unknown kinds keep the wiki's own key.
type WarningKind string

// The warnings of MediaWiki 1.39 and 1.43.
const (
	WarnExists            WarningKind = "exists"
	WarnNoChange          WarningKind = "nochange"
	WarnDuplicateVersions WarningKind = "duplicateversions"
	WarnDuplicate         WarningKind = "duplicate"
	WarnDuplicateArchive  WarningKind = "duplicate-archive"
	WarnWasDeleted        WarningKind = "was-deleted"
	WarnPageExists        WarningKind = "page-exists"
	WarnExistsNormalized  WarningKind = "exists-normalized"
	WarnBadFilename       WarningKind = "badfilename"
	WarnBadPrefix         WarningKind = "bad-prefix"
	WarnThumb             WarningKind = "thumb"
	WarnThumbName         WarningKind = "thumb-name"
	WarnLargeFile         WarningKind = "large-file"
	WarnEmptyFile         WarningKind = "empty-file"
	WarnUnwantedType      WarningKind = "filetype-unwanted-type"
	// WarnFilter is not among an upload's warnings: Extension:AbuseFilter answers
	// an upload or an edit with it as an error, and takes the same request when it
	// comes again (facts §9).
	WarnFilter WarningKind = "abusefilter-warning"
)

// Acceptable are the warnings that a manifest may accept; accepting any other
// could lose or misname a file.
var Acceptable = []WarningKind{
	WarnDuplicate, WarnDuplicateArchive, WarnWasDeleted, WarnExistsNormalized, WarnBadPrefix, WarnThumb, WarnThumbName, WarnUnwantedType,
	WarnFilter,
}

// Warning is one warning with what the wiki says belongs to it.
type Warning struct {
	Kind  WarningKind
	Names []string // files that it speaks of, as titles; often none
}

// Sentence says what the warning means for a person, without a full stop.
func (w Warning) Sentence() string {
	files := make([]string, len(w.Names))
	for i, n := range w.Names {
		files[i] = "File:" + strings.ReplaceAll(n, "_", " ")
	}
	names := strings.Join(files, ", ")
	or := func(with, without string) string {
		if names == "" {
			return without
		}
		return fmt.Sprintf(with, names)
	}
	switch w.Kind {
	case WarnExists:
		return "a file of this name is on the wiki already"
	case WarnNoChange:
		return "the wiki has these very bytes under this name already"
	case WarnDuplicateVersions:
		return "an older version of this file has the same bytes"
	case WarnDuplicate:
		return or("the same bytes are on the wiki as %s", "the same bytes are on the wiki under another name")
	case WarnDuplicateArchive:
		return or("the same bytes were deleted from the wiki as %s", "the same bytes were deleted from the wiki before")
	case WarnWasDeleted:
		return "a file of this name was deleted from the wiki"
	case WarnPageExists:
		return "a description page of this name is there already, without a file"
	case WarnExistsNormalized:
		return or("%s has nearly the same name", "another file has nearly the same name")
	case WarnBadFilename:
		return or("the wiki would store this file as %s", "the wiki would store this file under another name")
	case WarnBadPrefix:
		return "the name begins as a camera names its pictures"
	case WarnThumb, WarnThumbName:
		return "the name looks like that of a thumbnail"
	case WarnLargeFile:
		return "the file is larger than the wiki recommends"
	case WarnEmptyFile:
		return "the file is empty"
	case WarnUnwantedType:
		return "the wiki does not want files of this type"
	}
	return fmt.Sprintf("the wiki warns of %q", string(w.Kind))
}

// Unaccepted are those of ws that stop an upload which accepts only the given
// kinds.
func Unaccepted(ws []Warning, accept []WarningKind) []Warning {
	var stop []Warning
	for _, w := range ws {
		if !slices.Contains(accept, w.Kind) {
			stop = append(stop, w)
		}
	}
	return stop
}
