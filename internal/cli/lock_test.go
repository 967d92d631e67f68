package cli_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// A pattern of -upgrade means the files that one of -target means.
func TestUpgradeTakesWhatTargetTakes(t *testing.T) {
	t.Parallel()
	var content atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		fmt.Fprintf(rw, "%s %d", req.URL.Path, content.Load())
	}))
	defer server.Close()
	dir := t.TempDir()
	manifest := fmt.Sprintf("file \"plate\" {\n  for_each = toset([\"a\", \"b\"])\n  url = \"%s/${each.key}.png\"\n  title = \"Plate %s.png\"\n}\n"+
		"file \"other\" {\n  url = \"%[1]s/c.png\"\n}\n", server.URL, "${each.key}")
	check(t, os.WriteFile(filepath.Join(dir, "main.wiki.hcl"), []byte(manifest), 0o644))
	lock := func(args ...string) (string, int) {
		var out bytes.Buffer
		args = append([]string{"lock", "-allow-private-sources", "-chdir=" + dir}, args...)
		code := cli.Main(args, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{}})
		return out.String(), code
	}
	if out, code := lock(); code != 0 || !strings.Contains(out, "3 added") {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	for _, c := range []struct{ pattern, want string }{
		{"file.plate", "2 changed, 1 unchanged"},
		{`file.plate["a"]`, "1 changed, 2 unchanged"},
		{"file.*", "3 changed, 0 unchanged"},
		{"File:Plate_b.png", "1 changed, 2 unchanged"},
		{"File:Plate*", "2 changed, 1 unchanged"},
		{"*/c.png", "1 changed, 2 unchanged"},
	} {
		content.Add(1)
		if out, code := lock("-upgrade=" + c.pattern); code != 0 || !strings.Contains(out, c.want) {
			t.Errorf("-upgrade=%s: exit code %d, want %q\n%s", c.pattern, code, c.want, out)
		}
		// What the pattern did not mean is taken as well, so that the next one begins anew.
		lock("-upgrade=*")
	}
	for _, pattern := range []string{"file.plat", "File:Other*", "plate"} {
		if out, code := lock("-upgrade=" + pattern); code != 64 {
			t.Errorf("-upgrade=%s: exit code %d, want 64\n%s", pattern, code, out)
		}
	}
}
