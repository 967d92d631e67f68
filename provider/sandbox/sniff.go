package sandbox

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// magic are the beginnings of files by which MediaWiki, or PHP for it, tells types.
// The part of a beginning that is ? may be anything.
var magic = []struct{ head, mime string }{
	{"MThd", "audio/midi"}, {"OggS", "application/ogg"}, {"ID3", "audio/mpeg"}, {"\xff\xfb", "audio/mpeg"}, {"\xff\xf3", "audio/mpeg"},
	{"%PDF", "application/pdf"}, {"gimp xcf", "image/x-xcf"}, {"RIFF????WEBP", "image/webp"},
	{"\x89PNG\r\n\x1a\n", "image/png"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"\xff\xd8\xff", "image/jpeg"},
	{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"II+\x00", "image/tiff"}, {"MM\x00+", "image/tiff"},
	{"AT&TFORM", "image/vnd.djvu"}, {"8BPS", "image/x-photoshop"}, {"BM????\x00\x00\x00\x00", "image/x-bmp"}, {"\x00\x00\x01\x00", "image/x-icon"},
	{"\x00\x00\x00\x0cjP  ", "image/jp2"}, {"\x00\x00\x00\x0cJXL ", "image/jxl"}, {"\xff\x0a", "image/jxl"},
	{"\x00\x05\x16\x07", "image/vnd.wap.wbmp"}, // what macOS keeps beside a file
	{"fLaC", "audio/x-flac"}, {"RIFF????WAVE", "audio/wav"}, {"RIFF????AVI ", "video/x-msvideo"}, {"FORM????AIFF", "audio/x-aiff"},
	{"????ftypheic", "image/heic"}, {"????ftypavif", "image/avif"}, {"????ftypM4A", "audio/x-m4a"}, {"????ftypqt", "video/quicktime"},
	{"????ftyp", "video/mp4"}, {"\x00\x00\x01\xba", "video/mpeg"},
	{"PK\x03\x04", "application/zip"}, {"\x1f\x8b", "application/gzip"}, {"%!PS", "application/postscript"}, {`{\rtf`, "text/rtf"},
	{"#!", "application/x-sh"},
}

// sniff tells a type from a file and its first bytes.
func sniff(b io.ReadSeeker, head []byte) string {
	for _, m := range magic {
		if begins(head, m.head) {
			return m.mime
		}
	}
	low := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case begins(head, "\x1aE\xdf\xa3"):
		return film(head)
	case bytes.Contains(head[:min(len(head), 1024)], []byte("<?php")):
		return "application/x-php"
	}
	if root := rootOf(b); root != "" {
		return root
	}
	switch {
	case bytes.HasPrefix(low, []byte("<")) && bytes.Contains(low, []byte("<svg")):
		return "image/svg+xml"
	case isHTML(low):
		return "text/html"
	case len(head) < headSize && bytes.ContainsAny(low[:min(1, len(low))], "{[") && json.Valid(head):
		return "application/json"
	case bytes.IndexFunc(head, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1b }) < 0:
		return "text/plain"
	}
	return unknownType
}

func begins(head []byte, pattern string) bool {
	if len(head) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != head[i] {
			return false
		}
	}
	return true
}

// film tells apart what has the head of Matroska.
func film(head []byte) string {
	_, after, _ := bytes.Cut(head, []byte("\x42\x82"))
	switch {
	case len(after) > 1 && bytes.HasPrefix(after[1:], []byte("matroska")):
		return "video/matroska"
	case len(after) > 1 && bytes.HasPrefix(after[1:], []byte("webm")):
		return "video/webm"
	}
	return unknownType
}

func isHTML(low []byte) bool {
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<script"} {
		if bytes.Contains(low[:min(len(low), 512)], []byte(tag)) && bytes.HasPrefix(low, []byte("<")) {
			return true
		}
	}
	return false
}

// rootOf is the type that MediaWiki gives an XML document by its first element; ""
// when it is not well-formed.
func rootOf(b io.ReadSeeker) (mime string) {
	if _, err := b.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	in, depth := xmlOf(b), 0
	for {
		token, err := in.Token()
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > 1 {
				continue
			}
			if mime != "" {
				return "" // a second root
			}
			switch strings.ToLower(t.Name.Local) {
			case "svg":
				mime = "image/svg+xml"
			case "html":
				mime = "text/html"
			default:
				mime = "application/xml"
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(bytes.TrimPrefix(t, []byte("\xef\xbb\xbf")))) > 0 {
				return ""
			}
		case nil:
			if err == io.EOF {
				return mime
			}
			return ""
		}
	}
}

// xmlOf reads XML in UTF-8 and, as its mark tells, in UTF-16.
func xmlOf(b io.Reader) *xml.Decoder {
	marked := unicode.BOMOverride(unicode.UTF8.NewDecoder())
	in := xml.NewDecoder(transform.NewReader(b, marked))
	in.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	return in
}
