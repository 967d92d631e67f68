package source

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"wikiform/provider"
)

// sum is what one file has, as [Tree.Sum] finds it.
func (t *Tree) sum(ctx context.Context, name string, o Summing) (provider.Content, error) {
	g := t.glance()
	defer g.close()
	real, c, known, err := g.known(name, o)
	if err != nil || known {
		return c, err
	}
	return t.hash(ctx, name, real, o.Cache)
}

// A glance finds what the tree finds, and refuses what it refuses in the same words.
func TestGlance(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{
		"a.png": "a", "in/b.png": "bb", "in/deep/c.png": "ccc", nfd: "from a Mac", "Mus\u00e9e/" + nfc: "as typed", "empty.png": "",
		".git/config": "token", "in/.git/config": "token", "in/.wikiform/hashes.json": "{}", "worktree/.git": "gitdir: elsewhere",
	})
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret.png"), "secret")
	for name, target := range map[string]string{
		"link.png": "a.png", "linked": "in", "broken.png": "nowhere.png", "loop.png": "loop.png",
		"out": outside, "up": "..", "out.png": filepath.Join(outside, "secret.png"), "token.png": ".git/config", "repository": ".git",
	} {
		must(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	g := tree.glance()
	defer g.close()
	for _, name := range []string{
		"a.png", "./a.png", "in/../a.png", "in/b.png", "in/deep/c.png", "linked/b.png", "linked/deep/c.png", "link.png",
		nfc, nfd, "Mus\u00e9e/" + nfc, "Mus\u00e9e/" + nfd,
		"", "/a.png", "../a.png", "in/../../a.png", "a\x00.png", "in", "in/", "a.png/", "empty.png", "missing.png", "a.png/b.png", "nowhere/b.png",
		"broken.png", "loop.png", "out/secret.png", "up/" + filepath.Base(dir) + "/a.png", "out.png", "token.png", "repository/config",
		".git/config", ".GIT/config", "git~1/config", "in/.git/config", "linked/.git/config", "linked/.wikiform/hashes.json", "worktree/.git", "worktree/.GIT",
	} {
		want, wantInfo, wantErr := tree.stat(name)
		for range 2 { // with and without the directory known
			got, info, err := g.stat(name)
			if got != want || (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
				t.Errorf("%+q: got %q, %v; the tree says %q, %v", name, got, err, want, wantErr)
			}
			if err == nil && stampOf(info) != stampOf(wantInfo) {
				t.Errorf("%+q: got %v, the tree says %v", name, stampOf(info), stampOf(wantInfo))
			}
		}
	}
}

// However many directories there are, few are open at a time.
func TestGlanceClosesDirectories(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 3 * mostDirs {
		files[string(rune('a'+i%26))+string(rune('a'+i/26))+"/x.png"] = "x"
	}
	tree, _ := newTree(t, files)
	g := tree.glance()
	for name := range files {
		if _, _, err := g.stat(name); err != nil || len(g.dirs) > mostDirs {
			t.Fatalf("%s: %v, with %d directories open", name, err, len(g.dirs))
		}
	}
	var open []*os.Root
	for _, d := range g.dirs {
		open = append(open, d)
	}
	g.close()
	for _, d := range open {
		if _, err := d.Lstat("x.png"); err == nil {
			t.Error("a directory is open still")
		}
	}
}

// A directory that becomes a link after it was looked into leads nowhere else.
func TestGlanceStaysWhereItIs(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{"in/a.png": "a", ".git/a.png": "token"})
	g := tree.glance()
	defer g.close()
	_, before, err := g.stat("in/a.png")
	must(t, err)
	must(t, os.Rename(filepath.Join(dir, "in"), filepath.Join(dir, "was")))
	must(t, os.Symlink(".git", filepath.Join(dir, "in")))
	_, after, err := g.stat("in/a.png")
	must(t, err)
	if stampOf(after).Inode != stampOf(before).Inode {
		t.Error("it looks into .git")
	}
	if _, err := tree.hash(t.Context(), "in/a.png", "in/a.png", nil); err == nil {
		t.Error("it reads in .git")
	}
}
