//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"wikiform/internal/contactsheet"
)

const attachToken = "github_pat_11AAAA"

// picturePipeline shows a plan with its contact sheets on GitHub.
type picturePipeline struct {
	plan    func(t *testing.T, w *ciWorld) (int, string)
	comment func(t *testing.T, w *ciWorld, with map[string]string) (int, string) // with: HEAD_REPO and so on
}

var picturePipelines = map[string]picturePipeline{
	"github-actions": {gitHub{}.plan, commentWithPictures},
	"action": {
		func(t *testing.T, w *ciWorld) (int, string) {
			return action{}.run(t, w, map[string]string{"command": "plan", "pictures": "true"})
		},
		func(t *testing.T, w *ciWorld, with map[string]string) (int, string) {
			return action{with}.run(t, w, map[string]string{"command": "comment", "pictures": "true", "pictures-token": with["ATTACH_TOKEN"]})
		},
	},
}

// commentWithPictures runs the steps of wikiform-comment-pictures.yml.
func commentWithPictures(t *testing.T, w *ciWorld, with map[string]string) (code int, all string) {
	t.Helper()
	return commentBy(t, w, "wikiform-comment-pictures.yml", with)
}

// commentBy runs the steps of a workflow that comments.
func commentBy(t *testing.T, w *ciWorld, file string, with map[string]string) (code int, all string) {
	t.Helper()
	var workflow struct {
		Jobs map[string]struct{ Steps []gitHubStep }
	}
	readYAML(t, filepath.Join("..", "..", "examples", "github-actions", file), &workflow)
	dir := t.TempDir() // without a checkout
	for _, step := range workflow.Jobs["comment"].Steps {
		if step.Run == "" || step.Dir == ".wikiform-source" || code != 0 {
			continue
		}
		env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com", "GH_TOKEN": "ghs_1", "GH_REPO": "museum/wiki"}
		for name, value := range step.Env {
			env[name] = map[string]string{
				"${{ github.event.workflow_run.id }}": "42", "${{ github.event.workflow_run.head_sha }}": headCommit,
				"${{ github.event.workflow_run.head_repository.full_name }}": "museum/wiki", "${{ secrets.WIKIFORM_COMMENT_TOKEN }}": "",
			}[value]
		}
		maps.Copy(env, with)
		code, out := w.bash(t, dir, step.Run, env, "-e")
		if all += out; code != 0 {
			return code, all
		}
	}
	return 0, all
}

// pictureWorld is a repository with pictures that have pixels, and a pull request.
func pictureWorld(t *testing.T) *ciWorld {
	t.Helper()
	w := newCIWorld(t)
	keepFile(t, filepath.Join(w.repo, "wiki", "plates.wiki.hcl"), "file \"plate\" {\n  for_each = fileset(\"plates\", \"*.png\")\n  source   = \"plates/${each.value}\"\n}\n")
	for i := range 26 {
		keepFile(t, filepath.Join(w.repo, "wiki", "plates", fmt.Sprintf("%02d.png", i)), string(flatPNG(40+i, 30)))
	}
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "pulls", "7.json"), fmt.Sprintf(`{"head":{"sha":%q}}`, headCommit))
	keepFile(t, filepath.Join(w.forge, "api", commentList+".json"), `[]`)
	return w
}

func (w *ciWorld) comments(t *testing.T) (all []forgeComment) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(w.forge, "api", commentList+".json"))
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (w *ciWorld) artifact() string {
	return filepath.Join(w.forge, "artifacts", "42", "wikiform-plan")
}

// attached are the names of pictures that the forge was given.
func (w *ciWorld) attached(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.forge, "attached"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

const artifactLink = "](https://github.com/museum/wiki/actions/runs/42#artifacts)"

// The comment has the sheets, that of a second push replaces it, and whatever keeps the
// pictures away leaves the text with a link.
func TestPicturePipelines(t *testing.T) {
	t.Parallel()
	for name, p := range picturePipelines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := pictureWorld(t)
			code, out := p.plan(t, w)
			mustEnd(t, "plan", code, out, 0, "Plan: 28 to add")
			with := map[string]string{"ATTACH_TOKEN": attachToken}
			for i := range 2 {
				code, out = p.comment(t, w, with)
				mustEnd(t, "comment", code, out, 0)
				all := w.comments(t)
				if len(all) != 1 || all[0].ID != i+1 || all[0].User.Login != "museum-bot" {
					t.Fatalf("the comments are %+v", all)
				}
				body := all[0].Body
				for _, sheet := range []string{"sheet-01.png", "sheet-02.png"} {
					if !strings.Contains(body, "\n!["+sheet+"]("+assetURL(sheet)+")\n\n`"+sheet+"`: ") {
						t.Errorf("%s is not shown where it is listed:\n%s", sheet, body)
					}
				}
				if !strings.Contains(body, artifactLink) || strings.Contains(body, "<!-- wikiform sheet") {
					t.Errorf("the comment is\n%s", body)
				}
			}
			if got := w.attached(t); !slices.Equal(got, []string{"sheet-01.png", "sheet-02.png"}) {
				t.Errorf("attached is %v", got)
			}

			// Without pictures the one comment is the text, and stays one.
			for _, c := range []struct {
				name string
				with map[string]string
				says string
				old  bool
			}{
				{"no token", nil, "without a token that may attach them", false},
				{"a fork", map[string]string{"ATTACH_TOKEN": attachToken, "HEAD_REPO": "mallory/wiki"}, "for a fork", false},
				{"a fork, with an expired token", map[string]string{"ATTACH_TOKEN": expiredToken, "HEAD_REPO": "mallory/wiki"}, "for a fork", false},
				{"an expired token", map[string]string{"ATTACH_TOKEN": expiredToken}, "::warning::No pictures: GitHub does not say which account", false},
				{"the token of an app", map[string]string{"ATTACH_TOKEN": "ghs_2"}, "::warning::No pictures: GitHub does not say which account", false},
				{"an old gh", map[string]string{"ATTACH_TOKEN": attachToken}, "this gh cannot attach any", true},
				{"Enterprise Server", map[string]string{"ATTACH_TOKEN": attachToken, "GITHUB_SERVER_URL": "https://github.example.org"}, "Not all contact sheets could be attached", false},
				{"another kind of token", map[string]string{"ATTACH_TOKEN": "gho_1"}, "unsupported authentication type", false},
			} {
				if c.old {
					keepFile(t, filepath.Join(w.forge, "gh-of-2.98"), "")
				}
				code, out := p.comment(t, w, c.with)
				mustEnd(t, c.name, code, out, 0, c.says)
				os.Remove(filepath.Join(w.forge, "gh-of-2.98"))
				all := w.comments(t)
				last := all[len(all)-1]
				if strings.Contains(last.Body, "![") || !strings.Contains(last.Body, "/museum/wiki/actions/runs/42#artifacts)") || !strings.Contains(last.Body, "`sheet-02.png`: ") {
					t.Errorf("%s: the comment is\n%s", c.name, last.Body)
				}
				if c.with == nil { // a comment of the token's account is not known without it
					keepFile(t, filepath.Join(w.forge, "api", commentList+".json"), `[]`)
				} else if len(all) != 1 {
					t.Errorf("%s: there are %d comments", c.name, len(all))
				}
			}
		})
	}
}

// The comment without pictures has the text and a link, is written anew in place, and what is
// no text is none.
func TestTextComment(t *testing.T) {
	t.Parallel()
	w := pictureWorld(t)
	code, out := gitHub{}.plan(t, w)
	mustEnd(t, "plan", code, out, 0)
	for range 2 {
		code, out = commentBy(t, w, "wikiform-comment.yml", nil)
		mustEnd(t, "comment", code, out, 0)
		all := w.comments(t)
		if len(all) != 1 || all[0].ID != 1 || strings.Contains(all[0].Body, "![") || strings.Count(all[0].Body, artifactLink) != 1 {
			t.Fatalf("the comments are %+v", all)
		}
	}
	keepFile(t, filepath.Join(w.forge, "api", commentList+".json"), `[]`)
	plan, secret := filepath.Join(w.artifact(), "plan.md"), filepath.Join(t.TempDir(), "secret")
	if err := os.Rename(plan, secret); err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() error{
		"a link": func() error { return os.Symlink(secret, plan) }, "a pipe": func() error { return syscall.Mkfifo(plan, 0o666) },
	} {
		if err := make(); err != nil {
			t.Fatal(err)
		}
		code, out = commentBy(t, w, "wikiform-comment.yml", nil)
		mustEnd(t, name, code, out, 0, "there is no plan")
		if all := w.comments(t); len(all) > 0 {
			t.Errorf("%s: the comments are %+v", name, all)
		}
		if err := os.Remove(plan); err != nil {
			t.Fatal(err)
		}
	}
}

// What a pull request puts into the artifact is shown as text and pixels, or not at all.
func TestHostilePictures(t *testing.T) {
	t.Parallel()
	for name, p := range picturePipelines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := pictureWorld(t)
			code, out := p.plan(t, w)
			mustEnd(t, "plan", code, out, 0)
			good := t.TempDir()
			if err := os.CopyFS(good, os.DirFS(w.artifact())); err != nil {
				t.Fatal(err)
			}
			sheet := filepath.Join(w.artifact(), "plan.sheets", "sheet-01.png")
			plan := filepath.Join(w.artifact(), "plan.md")
			secret := filepath.Join(t.TempDir(), "secret")
			keepFile(t, secret, "<!-- wikiform plan {\"wiki\":\"museum\" the secret -->")
			pixels, err := os.ReadFile(sheet)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(plan)
			if err != nil {
				t.Fatal(err)
			}
			spoiled := filepath.Join(t.TempDir(), "spoiled")
			commands := "$(touch " + spoiled + ")`touch " + spoiled + "`; touch " + spoiled
			must := func(err error) {
				if err != nil {
					t.Fatal(err)
				}
			}
			instead := func(make func(path string) error) func() {
				return func() { must(os.Remove(sheet)); must(make(sheet)) }
			}
			for _, c := range []struct {
				name  string
				spoil func()
				shown int // sheets in the comment; -1: no comment at all
				code  int
			}{
				{"a link", instead(func(path string) error { return os.Symlink(secret, path) }), 0, 0},
				{"a link to another sheet", instead(func(path string) error { return os.Symlink("sheet-02.png", path) }), 0, 0},
				{"a pipe", instead(func(path string) error { return syscall.Mkfifo(path, 0o666) }), 0, 0},
				{"a directory", instead(func(path string) error { return os.Mkdir(path, 0o777) }), 0, 0},
				{"a page", func() { putFile(t, sheet, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>") }, 0, 0},
				{"another size", func() { putFile(t, sheet, string(flatPNG(60_000, 1))) }, 0, 0},
				{"a directory of links", func() {
					must(os.RemoveAll(filepath.Dir(sheet)))
					must(os.Symlink(filepath.Dir(secret), filepath.Dir(sheet)))
				}, 0, 0},
				{"a script behind the pixels", func() { putFile(t, sheet, string(pixels)+"<script>alert(1)</script>") }, 2, 0},
				{"ten thousand", func() {
					for i := range 10_000 {
						data := pixels
						if i >= 24 {
							data = []byte("never looked at")
						}
						must(os.WriteFile(filepath.Join(filepath.Dir(sheet), fmt.Sprintf("sheet-%02d.png", i+1)), data, 0o666))
					}
				}, 24, 0},
				{"other names", func() {
					for _, name := range []string{"sheet-1.png", "sheet-001.png", "--attach", "sheet-03.png; touch x.png", "comment.md"} {
						putFile(t, filepath.Join(filepath.Dir(sheet), name), string(pixels))
					}
				}, 2, 0},
				{"commands in the text", func() { putFile(t, plan, string(text)+commands+"\n![x](/etc/passwd) ![y](../secret)\n") }, 2, 0},
				{"commands in the number", func() { putFile(t, filepath.Join(w.artifact(), "plan.number"), "7"+commands) }, 2, 0},
				{"the text is a link", func() { must(os.Remove(plan)); must(os.Symlink(secret, plan)) }, -1, 0},
				{"the text is a pipe", func() { must(os.Remove(plan)); must(syscall.Mkfifo(plan, 0o666)) }, -1, 0},
				{"the number is a pipe", func() {
					number := filepath.Join(w.artifact(), "plan.number")
					must(os.Remove(number))
					must(syscall.Mkfifo(number, 0o666))
				}, -1, 0},
				{"another text", func() { putFile(t, plan, "Buy now") }, -1, 1},
			} {
				must(os.RemoveAll(w.artifact()))
				must(os.CopyFS(w.artifact(), os.DirFS(good)))
				must(os.RemoveAll(filepath.Join(w.forge, "attached")))
				keepFile(t, filepath.Join(w.forge, "api", commentList+".json"), `[]`)
				c.spoil()
				code, out := p.comment(t, w, map[string]string{"ATTACH_TOKEN": attachToken})
				mustEnd(t, c.name, code, out, c.code)
				all := w.comments(t)
				if c.shown < 0 {
					if len(all) > 0 {
						t.Errorf("%s: there is a comment", c.name)
					}
					continue
				}
				if len(all) != 1 || strings.Contains(all[0].Body, "the secret") {
					t.Fatalf("%s: the comments are %+v\n%s", c.name, all, out)
				}
				if got := w.attached(t); len(got) != c.shown || c.shown == 0 && !strings.Contains(out, "are not as wikiform makes them") {
					t.Errorf("%s: attached are %v\n%s", c.name, got, out)
				}
				for _, name := range w.attached(t) {
					b, err := os.ReadFile(filepath.Join(w.forge, "attached", name))
					if again, bad := contactsheet.Recode(bytes.NewReader(b)); err != nil || bad != nil || !bytes.Equal(again, b) || bytes.Contains(b, []byte("script")) {
						t.Errorf("%s: %s has more than pixels: %v, %v", c.name, name, err, bad)
					}
				}
			}
			if _, err := os.Stat(spoiled); err == nil {
				t.Error("something was run")
			}
		})
	}
}

// GitLab's note has the sheets by its upload call, and none that is not as it should be.
func TestGitLabPictures(t *testing.T) {
	t.Parallel()
	w, g := pictureWorld(t), gitLab{}
	dir := w.checkout(t)
	code, out := g.run(t, w, dir, g.job(t, "wikiform plan"), nil)
	mustEnd(t, "plan", code, out, 0)
	notes := filepath.Join(w.forge, "api", url.PathEscape(gitLabNotes+"?per_page=100&order_by=created_at&sort=asc"))
	keepFile(t, notes, `[]`)
	keepFile(t, g.api(w, "/user"), `{"id":3}`)
	sheet := filepath.Join(dir, "wiki", "plan.sheets", "sheet-01.png")
	for _, c := range []struct {
		name  string
		spoil func()
		shown bool
	}{
		{"first", func() {}, true}, {"second", func() {}, true},
		{"the second is refused", func() { keepFile(t, filepath.Join(w.forge, "refuses-sheet-02.png"), "") }, false},
		{"the second gets no address", func() { putFile(t, filepath.Join(w.forge, "refuses-sheet-02.png"), `{"message":"Too large"}`) }, false},
		{"third", func() { os.Remove(filepath.Join(w.forge, "refuses-sheet-02.png")) }, true},
		{"a page", func() { putFile(t, sheet, "<script>alert(1)</script>") }, false},
	} {
		c.spoil()
		text, err := os.ReadFile(filepath.Join(dir, "wiki", "plan.md"))
		if err != nil {
			t.Fatal(err)
		}
		code, out := g.run(t, w, dir, g.job(t, "wikiform comment"), map[string]string{"CI_MERGE_REQUEST_IID": "7", "CI_PIPELINE_URL": "https://gitlab.example/museum/-/pipelines/1"})
		mustEnd(t, c.name, code, out, 0)
		putFile(t, filepath.Join(dir, "wiki", "plan.md"), string(text))
		b, err := os.ReadFile(notes)
		var all []struct{ Body string }
		if err == nil {
			err = json.Unmarshal(b, &all)
		}
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: the notes are %+v, %v", c.name, all, err)
		}
		for _, name := range []string{"sheet-01.png", "sheet-02.png"} {
			picture := "\n![" + name + "](/uploads/66dbcd21ec5d24ed6ea225176098d52b/" + name + ")\n"
			if strings.Contains(all[0].Body, picture) != c.shown {
				t.Errorf("%s: %s is not shown as it should be\n%s", c.name, name, all[0].Body)
			}
		}
		if strings.Contains(all[0].Body, "](sheet-") {
			t.Errorf("%s: a picture leads nowhere\n%s", c.name, all[0].Body)
		}
		if !strings.Contains(all[0].Body, "[Everything that was planned](https://gitlab.example/museum/-/pipelines/1)") {
			t.Errorf("%s: no link\n%s", c.name, all[0].Body)
		}
	}
}
