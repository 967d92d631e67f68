//go:build unix

package spec_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever leads out of the root, or blocks for ever, is an error.
func TestConfinement(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret"), "the secret")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "inside"), "x")
	for name, target := range map[string]string{"link": filepath.Join(outside, "secret"), "up": "..", "good": "inside"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, attack := range []string{
		`file("link")`, `file("up/secret")`, `file("pipe")`, `filesha1("pipe")`, `filesha1("link")`, `templatefile("link", {})`,
		`file("../` + filepath.Base(outside) + `/secret")`, `file("/etc/passwd")`, `join(" ", fileset("up", "*"))`, `tostring(fileexists("link"))`,
	} {
		write(t, filepath.Join(dir, "main.wiki.hcl"), "file \"x\" {\n  source = \"x.png\"\n  description = "+attack+"\n}\n")
		m, diags := loadDir(t, dir)
		if out := string(text(t, m, diags)); !diags.HasErrors() || strings.Contains(out, "the secret") {
			t.Errorf("%s: %s", attack, out)
		}
	}
	write(t, filepath.Join(dir, "main.wiki.hcl"), "file \"x\" {\n  source = \"x.png\"\n  description = join(\" \", fileset(\".\", \"*\"))\n}\n")
	m, diags := loadDir(t, dir)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if got, want := *m.Files[0].Description, "good inside main.wiki.hcl"; got != want {
		t.Errorf("fileset gives %q, want %q", got, want)
	}
}
