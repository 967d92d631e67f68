package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	encodings "golang.org/x/text/encoding/unicode"
)

func in(t *testing.T, enc encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

func TestDecode(t *testing.T) {
	const german = "id;Titel\n1;Alte Brücke – Öl auf Holz, „Große Ansicht“\n2;Übergrößenträger\n"
	const french = "id,titre\n1,L’œuvre d’Éloïse\n2,Château déchu\n"
	const polish = "id;tytuł\n1;Młyn w Łodzi\n"
	const russian = "id;название\n1;Мельница\n"
	for name, c := range map[string]struct {
		bytes  []byte
		pinned string
		text   string
		enc    string
	}{
		"UTF-8":            {[]byte(german), "", german, "utf-8"},
		"with a mark":      {[]byte("\ufeff" + german), "", german, "utf-8"},
		"Windows, German":  {in(t, charmap.Windows1252, german), "", german, "windows-1252"},
		"Windows, French":  {in(t, charmap.Windows1252, french), "", french, "windows-1252"},
		"looks like UTF-8": {in(t, charmap.Windows1252, "id;Titel\n1;„Großer Spaß“ in Köln\n"), "", "id;Titel\n1;„Großer Spaß“ in Köln\n", "windows-1252"},
		"UTF-16":           {in(t, encodings.UTF16(encodings.LittleEndian, encodings.UseBOM), german), "", german, "utf-16le"},
		"UTF-16, big":      {in(t, encodings.UTF16(encodings.BigEndian, encodings.UseBOM), polish), "", polish, "utf-16be"},
		"pinned, Polish":   {in(t, charmap.Windows1250, polish), "windows-1250", polish, "windows-1250"},
		"pinned, Russian":  {in(t, charmap.Windows1251, russian), "Windows-1251", russian, "windows-1251"},
		"pinned, Mac":      {in(t, charmap.Macintosh, french), "macintosh", french, "macintosh"},
	} {
		text, enc, err := Decode(c.bytes, c.pinned)
		if err != nil || text != c.text || enc != c.enc {
			t.Errorf("%s: got %q in %s, %v", name, text, enc, err)
		}
	}
	for name, c := range map[string]struct {
		bytes  []byte
		pinned string
		want   string
	}{
		"Polish":      {in(t, charmap.Windows1250, polish), "", `in line 1 stands "tytu³" in windows-1252, "tytuł" in windows-1250`},
		"Russian":     {in(t, charmap.Windows1251, russian), "", `"название" in windows-1251`},
		"Mac, German": {in(t, charmap.Macintosh, "id;Titel\n1;Brücke in Köln\n"), "", `"Brücke" in macintosh`},
		"DOS, German": {in(t, charmap.CodePage850, "id;Titel\n1;Brücke in Köln\n"), "", `"Brücke" in ibm850`},
		"a picture":   {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "", "is no text"},
		"UTF-32":      {[]byte("\xff\xfe\x00\x00a\x00\x00\x00"), "", "is text in UTF-32, which is not read"},
		"no mark":     {[]byte("i\x00d\x00\n\x00"), "", "looks like UTF-16 text"},
		"NULs":        {[]byte("id,name\n1,\x00\n"), "", "is no text"},
		"NULs, named": {[]byte("id,name\n1,\x00\n"), "utf-8", "has NUL characters in utf-8, which no text has"},
		"in part":     {[]byte("id,Titel\n1,Brücke\n2,Mühle\n3,B\xfcrger\n"), "", "is UTF-8 text, but for some of it: line 4 is the first that is not"},
		"not pinned":  {[]byte("Br\xfccke"), "utf-8", "is not UTF-8 text, first in line 1"},
		"no such":     {[]byte("a"), "latin", `cannot be read in "latin"; known are utf-8, utf-16le`},
		"no letters":  {[]byte("a\x81b"), "windows-1252", "has bytes that are no letters in windows-1252"},
	} {
		text, enc, err := Decode(c.bytes, c.pinned)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %q in %s, %v", name, text, enc, err)
		}
	}
}
