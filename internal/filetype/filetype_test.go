package filetype_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/filetype"
	"wikiform/internal/specimen"
)

func TestOf(t *testing.T) {
	t.Parallel()
	want := map[string]filetype.Type{
		"aiff": "audio/aiff", "apng": "image/png", "appledouble": filetype.AppleDouble, "avi": "video/x-msvideo", "avif": "image/avif",
		"bmp": "image/bmp", "csv": "text/csv", "djvu": "image/vnd.djvu", "djvu bundle": "image/vnd.djvu", "doc": "application/x-ole-storage",
		"docx":     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"ds_store": filetype.Unknown, "eps": "application/postscript", "epub": "application/epub+zip",
		"exe": "application/vnd.microsoft.portable-executable", "flac": "audio/flac", "gif": "image/gif", "gif head": "image/gif",
		"gz": "application/gzip", "heic": "image/heic", "html": filetype.HTML, "html blank": filetype.HTML, "html fragment": filetype.Text,
		"html old": filetype.HTML, "html remark": filetype.HTML, "html short": filetype.HTML, "ico": "image/x-icon", "jp2": "image/jp2",
		"jpg": "image/jpeg", "jpg head": "image/jpeg", "json": "application/json", "jxl": "image/jxl", "jxl bare": "image/jxl",
		"lfs": filetype.Text, "m4a": "audio/x-m4a", "mid": "audio/midi", "mkv": "video/matroska", "mov": "video/quicktime",
		"mp3": "audio/mpeg", "mp3 tagged": "audio/mpeg", "mp4": "video/mp4", "mpg": "video/mpeg", "noise": filetype.Unknown,
		"odt": "application/vnd.oasis.opendocument.text", "oga flac": "audio/ogg", "ogg vorbis": "audio/ogg", "ogv theora": "video/ogg",
		"opus": "audio/ogg", "pdf": "application/pdf", "pdf after noise": "application/pdf", "php": filetype.PHP, "png": "image/png",
		"png head": "image/png", "psd": "image/vnd.adobe.photoshop", "rtf": "text/rtf", "sh": "text/x-shellscript", "spx": "audio/ogg",
		"stl": filetype.Unknown, "stl ascii": filetype.Text, "svg": filetype.SVG, "svg bom": filetype.SVG, "svg broken": filetype.SVG,
		"svg doctype": filetype.SVG, "svg headless": filetype.SVG, "svg late": filetype.SVG, "svg nameless": filetype.SVG,
		"svg prefixed": filetype.SVG, "svg remark": filetype.SVG, "svg utf-16": filetype.SVG, "tif big": "image/tiff",
		"tif big-endian": "image/tiff", "tif head": "image/tiff", "tif little-endian": "image/tiff", "txt": filetype.Text, "wav": "audio/wav",
		"webm": "video/webm", "webm audio": "video/webm", "webp": "image/webp", "webp extended": "image/webp", "xcf": "image/x-xcf",
		"xhtml": filetype.HTML, "xml": filetype.XML, "zeros": filetype.Unknown, "zip": "application/zip",
	}
	got := map[string]filetype.Type{}
	for _, kind := range specimen.Kinds() {
		is := filetype.Of(specimen.Of(kind, 7))
		got[kind] = is
		if !is.Known() {
			t.Errorf("%s is of the unknown type %q", kind, is)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHead looks at texts that end, or seem to end, before their root.
func TestHead(t *testing.T) {
	t.Parallel()
	long := "<!-- " + strings.Repeat("x", filetype.HeadSize) + " --><svg/>"
	for text, want := range map[string]filetype.Type{
		"":                               filetype.Text,
		"<":                              filetype.Text,
		"<!-- begun":                     filetype.Markup,
		"<?xml version='1.0'?>":          filetype.Text,
		"<?xml":                          filetype.Markup,
		long:                             filetype.Markup,
		"<!DOCTYPE":                      filetype.Text,
		"<!DOCTYPE SVG [":                filetype.SVG,
		"<SVG>":                          filetype.SVG,
		"<svgs/>":                        filetype.Text,
		"<body>":                         filetype.HTML,
		"<p>Sorry":                       filetype.Text,
		"a < b <html>":                   filetype.Text,
		"\x00<\x00s\x00v\x00g\x00>":      filetype.SVG,
		"\xff\xd8\xff\xe1 %PDF-1.4":      "image/jpeg",
		"<\x00h\x00t\x00m\x00l\x00>\x00": filetype.HTML,
	} {
		if got := filetype.Of([]byte(text)); got != want && !(text == "<?xml version='1.0'?>" && got == filetype.XML) {
			t.Errorf("%.40q is %q, want %q", text, got, want)
		}
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"image/png": true, "multipart/appledouble": true, "application/xml": true, "application/octet-stream": true,
		"": false, "image/x-png": false, "image/png\x1b[31m": false, "image/png; charset=x": false, "video/x-matroska": false,
	} {
		if got := filetype.Type(text).Known(); got != want {
			t.Errorf("%q: known is %v", text, got)
		}
	}
}

func TestUnder(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, ext string
		want      filetype.Match
	}{
		{"png", "png", filetype.Fits},
		{"png", "jpg", filetype.Refused},
		{"png", "mp4", filetype.Refused},
		{"png", "txt", filetype.Refused},
		{"png", "jfif", filetype.Fits}, // nobody knows what the wiki makes of that
		{"jpg", "jpeg", filetype.Fits},
		{"tif big", "tiff", filetype.Fits},
		{"heic", "jpg", filetype.Refused},
		{"heic", "mp4", filetype.Doubted},
		{"svg late", "svg", filetype.Fits},
		{"svg", "txt", filetype.Doubted},
		{"xml", "svg", filetype.Refused},
		{"html", "txt", filetype.Refused},
		{"opus", "ogg", filetype.Fits},
		{"opus", "ogv", filetype.Odd},
		{"ogv theora", "oga", filetype.Odd},
		{"txt", "csv", filetype.Fits},
		{"txt", "png", filetype.Refused},
		{"noise", "png", filetype.Refused},
		{"noise", "dat", filetype.Fits},
		{"exe", "doc", filetype.Fits},
	} {
		if got := filetype.Of(specimen.Of(tt.kind, 1)).Under(tt.ext); got != tt.want {
			t.Errorf("%s as .%s: %d, want %d", tt.kind, tt.ext, got, tt.want)
		}
	}
	if got := filetype.Type("").Under("png"); got != filetype.Fits {
		t.Errorf("a content that nobody looked at: %d", got)
	}
}

func TestAlike(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"png", "png", true},
		{"png", "apng", true},
		{"jpg", "jpeg", true},
		{"tif", "tiff", true},
		{"ogg", "oga", true},
		{"png", "jpg", false},
		{"svg", "png", false},
		{"svg", "xml", false},
		{"pdf", "docx", false},
		{"txt", "csv", false},
		{"foo", "foo", true},
		{"foo", "png", true}, // a wiki may know it
	} {
		if filetype.Alike(tt.a, tt.b) != tt.want || filetype.Alike(tt.b, tt.a) != tt.want {
			t.Errorf("%s and %s: alike is not %v", tt.a, tt.b, tt.want)
		}
	}
}

func TestExtension(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"png": "png", "apng": "png", "jpg": "jpg", "tif big": "tif", "svg remark": "svg", "pdf": "pdf", "opus": "ogg", "ogv theora": "ogv",
		"webm": "webm", "txt": "txt", "json": "json", "docx": "docx", "mid": "mid", "mp3": "mp3", "html": "html", "xml": "xml",
		"noise": "", "appledouble": "",
	} {
		if got := filetype.Of(specimen.Of(kind, 1)).Extension(); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

func FuzzOf(f *testing.F) {
	for _, kind := range specimen.Kinds() {
		f.Add(specimen.Of(kind, 1))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		if is := filetype.Of(head); !is.Known() {
			t.Errorf("%q is of no known type: %q", head, is)
		}
	})
}
