package specimen

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// numbered is a text with n in the place of its @.
func numbered(text string) func(n int) []byte {
	return func(n int) []byte { return []byte(strings.ReplaceAll(text, "@", fmt.Sprint(n))) }
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect id="r@" width="4" height="4"/></svg>` + "\n"

var texts = map[string]func(n int) []byte{
	"svg":          numbered(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + svg),
	"svg headless": numbered(svg),
	"svg doctype": numbered(`<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` +
		"\n" + svg),
	"svg bom":         numbered("\ufeff" + svg),
	"svg remark":      numbered("<!-- drawn by hand -->\n" + svg),
	"svg late":        numbered("<?xml version=\"1.0\"?>\n<!-- " + strings.Repeat("a long remark ", 400) + "-->\n" + svg),
	"svg nameless":    numbered(`<svg width="8" height="8"><rect id="r@" width="4" height="4"/></svg>`),
	"svg prefixed":    numbered(`<s:svg xmlns:s="http://www.w3.org/2000/svg" width="8" height="8"><s:rect id="r@" width="4" height="4"/></s:svg>`),
	"svg utf-16":      wide(`<?xml version="1.0" encoding="UTF-16"?>` + svg),
	"svg broken":      numbered(`<svg xmlns="http://www.w3.org/2000/svg"><g id="@"></svg>`),
	"html":            numbered("<!DOCTYPE html>\n<html><head><title>404 @</title></head><body>Not found</body></html>\n"),
	"html old":        numbered(`<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">` + "\n<html><head><title>302 Found @</title></head><body><h1>Found</h1></body></html>\n"),
	"html short":      numbered("<html><body>Please log in @</body></html>\n"),
	"html blank":      numbered("\n\n  <!DOCTYPE html><html lang=\"en\"><title>Log in @</title></html>\n"),
	"html remark":     numbered("<!-- page @ --><html><head></head><body>x</body></html>\n"),
	"html fragment":   numbered("<h1>Bad gateway @</h1>\n<p>nginx</p>\n"),
	"xhtml":           numbered(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>@</title></head><body/></html>`),
	"xml":             numbered(`<?xml version="1.0"?><Error><Code>AccessDenied @</Code></Error>`),
	"txt":             numbered("Harbour, about 1902, number @\n"),
	"csv":             numbered("number,name\n@,Harbour\n2,Bridge\n"),
	"json":            numbered(`{"error": "not found", "number": @}` + "\n"),
	"lfs":             numbered("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 1@\n"),
	"eps":             numbered("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 @\n"),
	"rtf":             numbered(`{\rtf1\ansi Harbour @\par}`),
	"php":             numbered("<?php echo @;\n"),
	"sh":              numbered("#!/bin/sh\necho @\n"),
	"stl ascii":       numbered("solid harbour@\nfacet normal 0 0 1\nendfacet\nendsolid harbour@\n"),
	"pdf":             numbered("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 88 @]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
	"pdf after noise": numbered("\x00\x01\x02\x03junk\n%PDF-1.4\n1 0 obj<</Type/Catalog/Pages @ 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
}

// wide is numbered in UTF-16.
func wide(text string) func(n int) []byte {
	return func(n int) []byte {
		var b []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + string(numbered(text)(n)))) {
			b = append(b, byte(unit), byte(unit>>8))
		}
		return b
	}
}
