package writefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Through a link in a checkout nothing is written, wherever in the path it is and
// from wherever the path comes.
func TestNoLinkOfACheckoutIsFollowed(t *testing.T) {
	t.Parallel()
	for name, mark := range map[string]func(t *testing.T, repo string) Place{
		"git's": func(t *testing.T, repo string) Place {
			mkdir(t, filepath.Join(repo, ".git"))
			return Place{}
		},
		"a work tree of git's": func(t *testing.T, repo string) Place {
			put(t, filepath.Join(repo, ".git"), "gitdir: elsewhere\n")
			return Place{Root: filepath.Join(repo, "wiki")}
		},
		"the root of the manifests": func(t *testing.T, repo string) Place { return Place{Root: repo} },
		"the root by another name": func(t *testing.T, repo string) Place {
			return Place{Root: link(t, repo, repo+"-root")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			secret := put(t, filepath.Join(mkdir(t, filepath.Join(top, "outside")), "secret"), "secret")
			repo := mkdir(t, filepath.Join(top, "repo"))
			wiki := mkdir(t, filepath.Join(repo, "wiki"))
			p := mark(t, repo)
			put(t, filepath.Join(wiki, "inside"), "inside")
			link(t, secret, filepath.Join(wiki, "file"))
			link(t, "inside", filepath.Join(wiki, "near"))
			link(t, "../../outside/new", filepath.Join(wiki, "dangling"))
			link(t, "../../outside", filepath.Join(wiki, "dir"))
			link(t, "/dev/null", filepath.Join(wiki, "null"))
			link(t, wiki, filepath.Join(top, "in"))
			link(t, filepath.Join(repo, "wiki", "file"), filepath.Join(top, "through"))

			for _, name := range []string{
				"repo/wiki/file", "repo/wiki/near", "repo/wiki/dangling", "repo/wiki/dir/secret", "repo/wiki/dir/new", "repo/wiki/null",
				"in/file", "in/dir/secret", "through",
			} {
				path := filepath.Join(top, name)
				var refused *LinkError
				if err := p.Replace(t.Context(), path, []byte("x"), 0o644); !errors.As(err, &refused) {
					t.Errorf("%s was written to: %v", name, err)
				}
				if f, err := p.Append(t.Context(), path, 0o644); !errors.As(err, &refused) {
					t.Errorf("%s was opened: %v, %v", name, f, err)
				}
				if real, err := p.Real(path); !errors.As(err, &refused) {
					t.Errorf("%s is said to be %s: %v", name, real, err)
				}
			}
			for path, want := range map[string]string{secret: "secret", filepath.Join(wiki, "inside"): "inside"} {
				if got, err := os.ReadFile(path); err != nil || string(got) != want {
					t.Errorf("%s has %q, %v", path, got, err)
				}
			}
			if entries, err := os.ReadDir(filepath.Join(top, "outside")); err != nil || len(entries) != 1 {
				t.Errorf("outside there is %v, %v", entries, err)
			}

			// What is no link is written, also when the way to the checkout is one.
			for _, name := range []string{"repo/wiki/new", "repo/wiki/inside", "in/newer"} {
				path := filepath.Join(top, name)
				check(t, p.Replace(t.Context(), path, []byte("one "), 0o644))
				f, err := p.Append(t.Context(), path, 0o644)
				check(t, err)
				_, err = io.WriteString(f, "two")
				check(t, errors.Join(err, f.Close()))
				if got, err := os.ReadFile(path); err != nil || string(got) != "one two" {
					t.Errorf("%s has %q, %v", name, got, err)
				}
			}
		})
	}
}

// In directories of wikiform's own nothing but regular files is written.
func TestOwnDirectory(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	secret := put(t, filepath.Join(top, "secret"), "secret")
	path := mkdir(t, filepath.Join(top, "own"))
	link(t, "../secret", filepath.Join(path, "link"))
	mkdir(t, filepath.Join(path, "dir"))
	dir, err := OpenDir(path)
	check(t, err)
	defer dir.Close()

	for _, name := range []string{"link", "dir"} {
		if err := ReplaceIn(dir, name, []byte("x"), 0o644); err == nil || !strings.Contains(err.Error(), "no regular file") {
			t.Errorf("%s was replaced: %v", name, err)
		}
		if _, err := AppendIn(dir, name, 0o644); err == nil || !strings.Contains(err.Error(), "no regular file") {
			t.Errorf("%s was opened: %v", name, err)
		}
	}
	check(t, ReplaceIn(dir, "a", []byte("one "), 0o600))
	f, err := AppendIn(dir, "a", 0o600)
	check(t, err)
	_, err = io.WriteString(f, "two")
	check(t, errors.Join(err, f.Sync(), f.Close()))
	if got, err := os.ReadFile(filepath.Join(path, "a")); err != nil || string(got) != "one two" {
		t.Errorf("a has %q, %v", got, err)
	}
	if got, err := os.ReadFile(secret); err != nil || string(got) != "secret" {
		t.Errorf("the secret is %q, %v", got, err)
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) != 3 {
		t.Errorf("there is %v, %v", entries, err)
	}
	if other, err := OpenDir(link(t, path, filepath.Join(top, "also"))); err == nil {
		t.Errorf("a link was opened: %v", other.Name())
	}
}

func TestTempIsGone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := NewTemp(dir)
	check(t, err)
	_, err = f.WriteString("text")
	check(t, errors.Join(err, f.Close()))
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

// A text that breaks off takes nothing's place.
func TestStreamThatFails(t *testing.T) {
	t.Parallel()
	path := put(t, filepath.Join(t.TempDir(), "a.txt"), "old")
	torn := errors.New("torn")
	err := Place{}.Stream(t.Context(), path, func(w io.Writer) error {
		if _, err := io.WriteString(w, "ne"); err != nil {
			t.Error(err)
		}
		return torn
	}, 0o644)
	if !errors.Is(err, torn) {
		t.Errorf("%v", err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if text, _ := os.ReadFile(path); string(text) != "old" || err != nil || len(left) != 1 {
		t.Errorf("%q, %v, %v", text, left, err)
	}
}
