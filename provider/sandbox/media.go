package sandbox

import (
	"path"
	"slices"
	"strings"
)

const unknownType = "unknown/unknown"

// kinds are the types that the sandbox tells apart, each with its extensions,
// of which the first is the usual one.
var kinds = map[string][]string{
	"image/png": {"png", "apng"}, "image/gif": {"gif"}, "image/jpeg": {"jpg", "jpeg", "jpe", "jps"}, "image/webp": {"webp"}, "image/svg+xml": {"svg"},
	"image/tiff": {"tiff", "tif"}, "image/vnd.djvu": {"djvu", "djv"}, "image/x-xcf": {"xcf"}, "image/x-photoshop": {"psd"}, "image/x-bmp": {"bmp"},
	"image/x-icon": {"ico"}, "image/jp2": {"jp2"}, "image/jxl": {"jxl"}, "image/heic": {"heic", "heif"}, "image/avif": {"avif"}, "image/vnd.wap.wbmp": {"wbmp"},
	"application/pdf": {"pdf"}, "application/zip": {"zip"}, "application/gzip": {"gz"}, "application/postscript": {"ps", "eps", "ai"}, "text/rtf": {"rtf"},
	"application/ogg": {"ogg", "oga", "ogv", "ogx", "ogm", "opus", "spx"}, "audio/mpeg": {"mp3"}, "audio/wav": {"wav"}, "audio/x-flac": {"flac"},
	"audio/midi": {"mid", "midi", "kar"}, "audio/x-aiff": {"aif", "aiff"}, "audio/x-m4a": {"m4a"},
	"video/webm": {"webm"}, "video/matroska": {"mkv", "mka"}, "video/mp4": {"mp4", "m4a", "m4v"}, "video/quicktime": {"mov"}, "video/x-msvideo": {"avi"},
	"video/mpeg": {"mpg", "mpeg"}, "text/plain": {"txt", "csv", "json"}, "application/json": {"json"}, "text/html": {"html", "htm"},
	"application/x-php": {"php"}, "application/x-sh": {"sh"}, "application/xml": {"xml"},
}

// recognizable are the extensions whose files MediaWiki is sure to know: under those
// it takes nothing that it does not know.
var recognizable = []string{
	"gif", "jpeg", "jpg", "png", "swf", "psd", "bmp", "tiff", "tif", "jp2", "jpx", "wbmp", "xbm", "djvu", "ogx", "ogg", "ogv", "oga", "spx",
	"opus", "mid", "pdf", "wmf", "xcf", "webm", "mkv", "mka", "webp", "mp3", "svg", "stl", "glb",
}

// textTypes are the types of texts that only the extension tells apart.
var textTypes = map[string]string{"csv": "text/csv", "json": "application/json"}

// matches reports whether content of a type may have an extension. What is not
// known of either passes.
func matches(mime, ext string) bool {
	ext = strings.ToLower(ext)
	if mime != unknownType {
		return slices.Contains(kinds[mime], ext)
	}
	return !slices.Contains(recognizable, ext)
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
