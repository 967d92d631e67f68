package filetype

import "slices"

// kind is what MediaWiki does with a type (facts §4.8).
type kind struct {
	// extensions are those that it takes for the type; the first is the usual one.
	extensions []string
	// sure: it knows the type by itself, in whatever way the server guesses, and so
	// takes it under no extension that stands for another one.
	sure bool
	// odd are those of the extensions that make readers expect something else.
	odd []string
}

// kinds are the types whose extensions were tried on wikis.
var kinds = map[Type]kind{
	"image/png":                 {extensions: []string{"png", "apng"}, sure: true},
	"image/gif":                 {extensions: []string{"gif"}, sure: true},
	"image/jpeg":                {extensions: []string{"jpg", "jpeg", "jpe", "jps"}, sure: true},
	"image/tiff":                {extensions: []string{"tif", "tiff"}, sure: true},
	"image/webp":                {extensions: []string{"webp"}, sure: true},
	"image/vnd.djvu":            {extensions: []string{"djvu", "djv"}, sure: true},
	"image/x-xcf":               {extensions: []string{"xcf"}, sure: true},
	"image/vnd.adobe.photoshop": {extensions: []string{"psd"}, sure: true},
	"application/pdf":           {extensions: []string{"pdf"}, sure: true},
	"application/ogg":           {extensions: []string{"ogg", "ogv", "oga", "ogx", "ogm", "opus", "spx"}, sure: true},
	"audio/ogg":                 {extensions: []string{"ogg", "oga", "opus", "spx", "ogx", "ogv", "ogm"}, sure: true, odd: []string{"ogv", "ogm"}},
	"video/ogg":                 {extensions: []string{"ogv", "ogg", "ogm", "ogx", "oga", "opus", "spx"}, sure: true, odd: []string{"oga", "opus", "spx"}},
	"video/webm":                {extensions: []string{"webm"}, sure: true},
	"video/matroska":            {extensions: []string{"mkv", "mka"}, sure: true},
	"audio/midi":                {extensions: []string{"mid", "midi", "kar"}, sure: true},
	PHP:                         {extensions: []string{"php"}, sure: true},
	HTML:                        {extensions: []string{"html", "htm"}, sure: true}, // refused as such even where the extension fits
	SVG:                         {extensions: []string{"svg"}},                     // one that is not well-formed passes for a text
	XML:                         {extensions: []string{"xml", "xsl", "rdf", "kml"}},
	Markup:                      {extensions: []string{"xml", "xsl", "rdf", "kml", "svg"}},

	"image/bmp":              {extensions: []string{"bmp"}},
	"image/x-icon":           {extensions: []string{"ico"}},
	"image/jp2":              {extensions: []string{"jp2"}},
	"image/heic":             {extensions: []string{"heic", "heif"}},
	"image/heif":             {extensions: []string{"heif", "heic"}},
	"image/avif":             {extensions: []string{"avif"}},
	"image/jxl":              {extensions: []string{"jxl"}},
	"audio/mpeg":             {extensions: []string{"mp3", "mpga", "mpa", "mp2"}},
	"audio/wav":              {extensions: []string{"wav"}},
	"audio/flac":             {extensions: []string{"flac"}},
	"audio/aiff":             {extensions: []string{"aif", "aiff", "aifc"}},
	"audio/mp4":              {extensions: []string{"m4a", "mp4"}},
	"audio/x-m4a":            {extensions: []string{"m4a", "mp4"}},
	"video/mp4":              {extensions: []string{"mp4", "m4a", "m4v", "m4p", "m4b"}},
	"video/x-m4v":            {extensions: []string{"m4v", "mp4"}},
	"video/quicktime":        {extensions: []string{"mov", "qt"}},
	"video/mpeg":             {extensions: []string{"mpg", "mpeg", "mpe"}},
	"video/x-msvideo":        {extensions: []string{"avi"}},
	"application/postscript": {extensions: []string{"ps", "eps", "ai"}},
	"application/zip":        {extensions: []string{"zip"}},
}

// closed are the extensions for which MediaWiki takes nothing but what begins as
// their type does: it knows all of those types by itself, and refuses what it does not
// know at all.
var closed = []string{
	"png", "gif", "jpg", "jpeg", "tif", "tiff", "webp", "svg", "pdf", "djvu", "xcf", "psd",
	"ogg", "oga", "ogv", "ogx", "opus", "spx", "webm", "mkv", "mid",
}

// Fit are the extensions that MediaWiki takes for a type, the usual one first; none
// when that was not tried.
func (t Type) Fit() []string { return kinds[t].extensions }

// Match is whether a content may have an extension on a wiki.
type Match int

// The matches.
const (
	Fits    Match = iota // or nobody knows that it does not
	Odd                  // the wiki takes it, and its readers will expect something else
	Doubted              // it is another type's, and the wiki may take it or not
	Refused              // every wiki that checks types refuses it
)

// Under tells whether MediaWiki takes a type under an extension, which is in lower
// case.
func (t Type) Under(ext string) Match {
	switch {
	case slices.Contains(kinds[t].odd, ext):
		return Odd
	case t == "" || slices.Contains(t.Fit(), ext):
		return Fits
	case slices.Contains(closed, ext), kinds[t].sure && stands(ext):
		return Refused
	case kinds[t].extensions != nil && stands(ext):
		return Doubted
	}
	return Fits
}

// Alike reports whether two extensions, which are in lower case, may stand for one
// type: a wiki moves a file only under an extension of the type that it has (facts
// §13.1.2). What nobody knows the type of may be anything.
func Alike(a, b string) bool {
	if a == b || !stands(a) || !stands(b) {
		return true
	}
	for t, k := range kinds {
		if t != Markup && slices.Contains(k.extensions, a) && slices.Contains(k.extensions, b) {
			return true
		}
	}
	return false
}

// more are extensions that stand for types of which nothing else is known here.
var more = []string{"txt", "csv", "json", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf"}

// stands reports whether an extension is known to stand for some type.
func stands(ext string) bool {
	if slices.Contains(more, ext) {
		return true
	}
	for _, k := range kinds {
		if slices.Contains(k.extensions, ext) {
			return true
		}
	}
	return false
}
