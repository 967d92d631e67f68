package sandbox

import "testing"

func TestParseTitle(t *testing.T) {
	t.Parallel()
	german := defaults()
	german.FileNamespace, german.FileAliases = "Datei", []string{"Bild", "Image"}
	strict := defaults()
	strict.CaseSensitive = true
	usual := defaults()
	for _, c := range []struct {
		set        *Settings
		text, want string // a message's key when it is invalid
	}{
		{&usual, "File:a.png", "File:A.png"},
		{&usual, " file_: a__b .png ", "File:A b .png"},
		{&usual, "image:\u200ea.png", "File:A.png"},
		{&usual, ":a", "A"},
		{&usual, "nothing:a", "Nothing:a"},
		{&usual, "File:A&amp;b.png#part", "File:A&b.png"},
		{&usual, "User talk:x", "User talk:X"},
		{&usual, "File:ß.png", "File:Ss.png"},
		{&strict, "File:a.png", "File:a.png"},
		{&german, "File:a.png", "Datei:A.png"},
		{&german, "bild:a.png", "Datei:A.png"},
		{&german, "BILD:a.png", "Datei:A.png"},
		{&usual, "fİle:a.png", "Fİle:a.png"}, // small it is f, i, a dot above, le
		{&usual, "File:a<b.png", "title-invalid-characters"},
		{&usual, "File:a%20b.png", "title-invalid-characters"},
		{&usual, "File:a&b;.png", "title-invalid-characters"},
		{&usual, "File:../a.png", "title-invalid-relative"},
		{&usual, "a/./b", "title-invalid-relative"},
		{&usual, "a~~~", "title-invalid-magic-tilde"},
		{&usual, "File:", "title-invalid-empty"},
		{&usual, "", "title-invalid-empty"},
		{&usual, "#x", "title-invalid-empty"},
		{&usual, "File::a.png", "title-invalid-leading-colon"},
		{&usual, "a\ufffdb", "title-invalid-utf8"},
	} {
		got, bad := c.set.parseTitle(c.text)
		text := c.set.full(got)
		if bad != nil {
			text = bad.code
		}
		if text != c.want {
			t.Errorf("parseTitle(%q) = %q, want %q", c.text, text, c.want)
		}
	}
}

func TestDestination(t *testing.T) {
	t.Parallel()
	set := defaults()
	for _, c := range []struct{ asked, mime, want string }{
		{"a.png", "image/png", "A.png"},
		{"File:a b.png", "image/png", "A_b.png"},
		{"a:b/c.png", "image/png", "A-b-c.png"},
		{"User:a.png", "image/png", "User-a.png"},
		{"a", "image/png", "A.png"},
		{"a", unknownType, "filetype-missing"},
		{"a.", "image/png", "filetype-missing"},
		{".png", "image/png", "filename-tooshort"},
		{"a.PHP.png", "image/png", "filetype-banned"},
		{"a.frob", "image/png", "filetype-banned"},
		{"a%20b.png", "image/png", "illegal-filename"},
		{"", "image/png", "illegal-filename"},
	} {
		d := set.destination(c.asked, c.mime)
		got := d.title.key()
		if d.bad != nil {
			got = d.bad.code
		}
		if got != c.want {
			t.Errorf("destination(%q, %s) = %q, want %q", c.asked, c.mime, got, c.want)
		}
	}
}
