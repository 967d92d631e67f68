package mediawiki

import (
	"strings"
	"testing"
)

// What a wiki says is cut at what is known of it, never at a comma.
func TestNeighbour(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ message, page, want string }{
		{"(fileexists-extension: File:A.png, File:A.PNG)", "File:A.png", "File:A.PNG"},
		{"(fileexists-extension: Datei:A, b.png, Datei:A, b.old, new.wav)", "Datei:A, b.png", "Datei:A, b.old, new.wav"},
		{"(fileexists-extension: File:A, File:A.png, File:A, File:A.svg)", "File:A, File:A.png", "File:A, File:A.svg"},
		{"(fileexists-extension: File:A (1).png, File:A (1).(2))", "File:A (1).png", "File:A (1).(2)"},
		{"(fileexists-extension: File:Tom &amp; Jerry.png, File:Tom &amp; Jerry.PNG)", "File:Tom & Jerry.png", "File:Tom & Jerry.PNG"},
		{"(fileexists-extension: File:Who&#160;?.png, File:Who&#160;?.PNG)", "File:Who ?.png", "File:Who ?.PNG"},
		{"(fileexists-extension: File:<i>M</i>.png, File:<i>M</i>.PNG)", "File:''M''.png", "File:''M''.PNG"},
		{"(fileexists-extension: File:x'<b> y.png, File:x'</b> y.PNG)", "File:x'''' y.png", "File:x'''' y.PNG"},
		{"(fileexists-extension: File:B.png, File:B.PNG)", "File:A.png", "?"},
		{"(fileexists-extension: File:A.png, File:B.PNG)", "File:A.png", "?"},
		{"(fileexists-extension: something else)", "File:A.png", "?"},
		{"A file with a similar name exists", "File:A.png", ""},
		{"(fileexists: File:A.png)", "File:A.png", ""},
		{"", "File:A.png", ""},
	} {
		got, warned := neighbour(tt.message, tt.page)
		if warned && got == "" {
			got = "?"
		}
		if got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.message, got, tt.want)
		}
	}
}

// FuzzNeighbour: whatever a wiki says, a neighbour begins as its title does.
func FuzzNeighbour(f *testing.F) {
	f.Add("(fileexists-extension: File:A.png, File:A.PNG)", "File:A.png")
	f.Add("(fileexists-extension: File:<i>A</i>.png, File:<i>A</i>.'PNG)", "File:''A''.png")
	f.Fuzz(func(t *testing.T, message, page string) {
		name, warned := neighbour(message, page)
		at := strings.LastIndex(page, ".")
		if name != "" && (!warned || at >= 0 && !strings.Contains(page[at:], "/") && !strings.HasPrefix(name, page[:at+1])) {
			t.Errorf("%q of %q gives %q, %v", message, page, name, warned)
		}
	})
}
