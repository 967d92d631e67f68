package provider

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNormalizeText(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"a \t\n\n", "a"},
		{" \n\t", ""},
		{"\n a", "\n a"},
		{"a \nb", "a \nb"},
		{"a\r\nb\rc", "a\nb\nc"},
		{"a\r\n", "a"},
		{"Cafe\u0301", "Café"},
		{"a\u00a0", "a\u00a0"},
		{"\ufeffa\u200e", "\ufeffa\u200e"},
		{"a\x01b\ufffe", "a\ufffdb\ufffd"},
		{"a\tb", "a\tb"},
	} {
		if got := NormalizeText(tt.in); got != tt.want {
			t.Errorf("NormalizeText(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestNormalizeTextIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := NormalizeText(rapid.String().Draw(t, "text"))
		if twice := NormalizeText(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}
