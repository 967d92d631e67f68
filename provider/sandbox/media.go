package sandbox

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"
)

const unknownType = "unknown/unknown"

// kinds are the types that the sandbox tells apart, each with its extensions,
// of which the first is the usual one.
var kinds = map[string][]string{
	"image/png": {"png"}, "image/gif": {"gif"}, "image/jpeg": {"jpg", "jpeg", "jpe"}, "image/webp": {"webp"}, "image/svg+xml": {"svg"},
	"image/tiff": {"tiff", "tif"}, "image/vnd.djvu": {"djvu"}, "application/pdf": {"pdf"}, "application/zip": {"zip"},
	"application/ogg": {"ogg", "oga", "ogv", "opus"}, "audio/mpeg": {"mp3"}, "audio/wav": {"wav"}, "audio/x-flac": {"flac"},
	"video/webm": {"webm"}, "video/mp4": {"mp4"}, "text/plain": {"txt", "csv", "json"}, "application/json": {"json"}, "text/html": {"html", "htm"},
	"application/x-php": {"php"}, "application/xml": {"xml"},
}

// magic are the heads by which types are known.
var magic = []struct{ head, mime string }{
	{"\x89PNG\r\n\x1a\n", "image/png"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"\xff\xd8\xff", "image/jpeg"},
	{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"II+\x00", "image/tiff"}, {"%PDF-", "application/pdf"},
	{"AT&TFORM", "image/vnd.djvu"}, {"OggS", "application/ogg"}, {"fLaC", "audio/x-flac"}, {"ID3", "audio/mpeg"}, {"\xff\xfb", "audio/mpeg"},
	{"\x1aE\xdf\xa3", "video/webm"}, {"PK\x03\x04", "application/zip"}, {"<?php", "application/x-php"},
}

// sniff tells a type from the first bytes of a file.
func sniff(head []byte) string {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.head)) {
			return m.mime
		}
	}
	is := func(at int, mark string) bool { return len(head) >= at && bytes.HasPrefix(head[at:], []byte(mark)) }
	low := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case is(0, "RIFF") && is(8, "WEBP"):
		return "image/webp"
	case is(0, "RIFF") && is(8, "WAVE"):
		return "audio/wav"
	case is(4, "ftyp"):
		return "video/mp4"
	case bytes.Contains(low, []byte("<svg")) && bytes.HasPrefix(low, []byte("<")):
		return "image/svg+xml"
	case isHTML(low):
		return "text/html"
	case bytes.HasPrefix(low, []byte("<?xml")):
		return "application/xml"
	case len(head) < headSize && bytes.ContainsAny(low[:min(1, len(low))], "{[") && json.Valid(head):
		return "application/json"
	case bytes.IndexFunc(head, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1b }) < 0:
		return "text/plain"
	}
	return unknownType
}

func isHTML(low []byte) bool {
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<script", "<h1"} {
		if bytes.HasPrefix(low, []byte(tag)) {
			return true
		}
	}
	return false
}

// textTypes are the types of texts that only the extension tells apart.
var textTypes = map[string]string{"csv": "text/csv", "json": "application/json"}

// matches reports whether content of a type may have an extension. What is not
// known of either passes.
func matches(mime, ext string) bool {
	ext = strings.ToLower(ext)
	if mime != unknownType {
		return slices.Contains(kinds[mime], ext) || mime == "application/xml" && ext == "svg"
	}
	return typeOf(ext) == ""
}

// typeOf is the type that files of an extension have, "" when none is known.
func typeOf(ext string) string {
	for mime, extensions := range kinds {
		if slices.Contains(extensions, ext) {
			return mime
		}
	}
	return ""
}

func typeOfName(name string) string { return typeOf(extension(name)) }

// extensionOf is the usual extension of a type, "" when none is known.
func extensionOf(mime string) string {
	if known := kinds[mime]; len(known) > 0 {
		return known[0]
	}
	return ""
}

// extension is what follows the last dot of a name, in lower case.
func extension(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }

// mediaType is MediaWiki's coarse class of a type.
func mediaType(mime string) string {
	major, _, _ := strings.Cut(mime, "/")
	switch {
	case mime == "image/svg+xml":
		return "DRAWING"
	case mime == "application/pdf":
		return "OFFICE"
	case mime == "application/ogg":
		return "MULTIMEDIA"
	case mime == "application/zip":
		return "ARCHIVE"
	case major == "image":
		return "BITMAP"
	case major == "audio", major == "video", major == "text":
		return strings.ToUpper(major)
	}
	return "UNKNOWN"
}
