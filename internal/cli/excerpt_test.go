package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// An excerpt of a manifest shows nothing that hides, reorders or steers, in no
// format, and still points at the right column.
func TestExcerptsAreVisible(t *testing.T) {
	t.Parallel()
	hidden := "\u200b\u2028\ufeff\U000e0041\u00ad\x9b\u202e\x1b]0;x\a ##[error]"
	dir := t.TempDir()
	manifest := "file \"a\" {\n  sorce = \"b.png\" /* " + hidden + " */ # \rover\n}\n"
	check(t, os.WriteFile(filepath.Join(dir, "main.wiki.hcl"), []byte(manifest), 0o644))
	for _, format := range []string{"text", "json", "github", "sarif"} {
		var out bytes.Buffer
		args := []string{"validate", "-format=" + format, "-chdir=" + dir}
		if code := cli.Main(args, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: map[string]string{"COLUMNS": "200"}}); code != 1 {
			t.Errorf("%s: exit code %d, want 1\n%s", format, code, &out)
		}
		harmlessOutput(t, args, out.String())
	}
}
