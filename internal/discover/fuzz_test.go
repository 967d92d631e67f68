package discover

import (
	"strings"
	"testing"
)

func FuzzEditURI(f *testing.F) {
	for _, page := range []string{
		"", "<", "<link rel=EditURI href=/api.php>", "<head><link rel='EditURI' href='//a/api.php?action=rsd'/></head>", "<body><link rel=EditURI href=x>",
		"<script><link rel=EditURI href=x></script>", "<!--<link rel=EditURI href=x>", "<link rel=\"EditURI\" href=\"&amp;&#0;\">", "<plaintext><link rel=EditURI href=x>",
	} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		link := editURI(strings.NewReader(page))
		if link != "" && !strings.Contains(strings.ToLower(page), "edituri") && !strings.Contains(page, "&") {
			t.Errorf("%q names %q", page, link)
		}
	})
}
