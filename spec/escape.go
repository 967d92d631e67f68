package spec

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// Paths of Windows have backslashes, and in quotes a backslash begins an escape: some
// of them HCL refuses, and others it takes for the end of a line or a tab.

// slashes is what to do about a path with backslashes.
const slashes = "In a path write / instead, on Windows too."

var (
	// escapedPath is a text that looks like a path with backslashes.
	escapedPath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN._~-][\pL\pN \\/:._~-]*$`) })
	// drive begins an absolute path of Windows.
	drive = regexp.MustCompile(`^[A-Za-z]:[/\\]`)
)

// hintEscapes explains escapes that there are none of, once for each text.
func hintEscapes(diags hcl.Diagnostics, src []byte) hcl.Diagnostics {
	var kept hcl.Diagnostics
	told := map[int]bool{} // texts by where they begin
	for _, d := range diags {
		at := d.Subject
		if d.Summary != "Invalid escape sequence" || at == nil || at.Start.Byte+1 >= at.End.Byte || at.End.Byte > len(src) {
			kept = append(kept, d)
			continue
		}
		start := bytes.LastIndexAny(src[:at.Start.Byte], "\"\n") + 1
		if told[start] {
			continue
		}
		told[start] = true
		text, _, _ := bytes.Cut(src[start:at.End.Byte+len(lineOf(src[at.End.Byte:], 0))], []byte(`"`))
		escape := []rune(string(src[at.Start.Byte:at.End.Byte]))
		d.Detail = fmt.Sprintf(`In quotes \ begins an escape, such as \n for the end of a line, and %s is none. %s`, string(escape[:2]), instead(string(text)))
		kept = append(kept, d)
	}
	return kept
}

// instead says what to write for a text with backslashes.
func instead(text string) string {
	if len(text) > 200 || !escapedPath().MatchString(text) {
		return slashes + ` For a \ itself, as in a regular expression, write \\.`
	}
	if drive.MatchString(text) {
		return slashes + " Sources are named from the manifest's directory on, without a drive."
	}
	return fmt.Sprintf("%s Here: %q", slashes, strings.ReplaceAll(text, `\`, "/"))
}
