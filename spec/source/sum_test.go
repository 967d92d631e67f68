package source

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

func pathFile(address, path string, line int) spec.File {
	at := hcl.Range{Filename: "main.wiki.hcl", Start: hcl.Pos{Line: line, Column: 3}, End: hcl.Pos{Line: line, Column: 20}}
	return spec.File{Address: spec.Address(address), Source: spec.Source{Path: path}, Ranges: &spec.Ranges{Source: at}}
}

func digestOf(text string) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum([]byte(text)), Size: int64(len(text))}
}

// textOf is what is known of a text when it was read.
func textOf(text string) provider.Content {
	return provider.Content{Digest: digestOf(text), Type: "text/plain"}
}

func TestSum(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("0123456789", 100_000)
	tree, _ := newTree(t, map[string]string{"a.png": "a", "big.tif": big})
	files := []spec.File{
		pathFile("file.a", "a.png", 1),
		pathFile("file.again", "./a.png", 2),
		pathFile("file.big", "big.tif", 3),
		{Address: "file.url", Source: spec.Source{URL: "https://example.org/a.png"}},
	}
	want := map[spec.Address]provider.Content{
		"file.a": textOf("a"), "file.again": textOf("a"), "file.big": textOf(big),
	}
	for _, jobs := range []int{0, 1, 8} {
		got, diags, err := tree.Sum(t.Context(), files, Summing{Jobs: jobs})
		if err != nil || len(diags) > 0 {
			t.Fatal(err, diags)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d jobs (-want +got):\n%s", jobs, diff)
		}
	}
}

func TestSumTellsAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"good.png": "good", "scans/p000x.jpg": "1"})
	must(t, os.Mkdir(filepath.Join(dir, "folder"), 0o755))
	files := []spec.File{
		pathFile("file.dir", "folder", 3),
		pathFile("file.good", "good.png", 7),
		pathFile("file.typo", "godo.png", 11),
	}
	for i := range 2000 {
		files = append(files, pathFile(fmt.Sprintf(`file.plate["%04d"]`, i), fmt.Sprintf("scans/p%04d.jpg", i), 15))
	}
	sums, diags, err := tree.Sum(t.Context(), files, Summing{Jobs: 4})
	must(t, err)
	if diff := cmp.Diff(map[spec.Address]provider.Content{"file.good": textOf("good")}, sums); diff != "" {
		t.Errorf("sums (-want +got):\n%s", diff)
	}
	want := []string{
		`3 Source is a directory: file.dir: "folder" is a directory. A file block stands for one file; use for_each with fileset() for all files of a directory.`,
		`11 No such file: file.typo: "godo.png" does not exist. Did you mean "good.png"?`,
		`15 No such file: This is about 2,000 instances:
  file.plate["0000"]: "scans/p0000.jpg" does not exist. Did you mean "scans/p000x.jpg"?
  file.plate["0001"]: "scans/p0001.jpg" does not exist. Did you mean "scans/p000x.jpg"?
  file.plate["0002"]: "scans/p0002.jpg" does not exist. Did you mean "scans/p000x.jpg"?
  and 1,997 more.`,
	}
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%d %s: %s", d.Subject.Start.Line, d.Summary, d.Detail))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestSumIsCancelled(t *testing.T) {
	t.Parallel()
	tree, _ := newTree(t, map[string]string{"a.png": strings.Repeat("a", 1<<20)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sums, diags, err := tree.Sum(ctx, []spec.File{pathFile("file.a", "a.png", 1)}, Summing{Jobs: 1})
	if !errors.Is(err, context.Canceled) || sums != nil || diags != nil {
		t.Errorf("got %v, %v, %v; want only the error of the context", sums, diags, err)
	}
}
