package cli_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An administrator brings a wiki into states that confuse.
type administrator struct {
	write   func(page, text string)
	model   func(page, model string)
	protect func(page, actions string)
	cascade func(page string)
	bare    func(file string) // takes the page and leaves the file
}

func TestConfusing(t *testing.T) {
	t.Parallel()
	_, us, wiki := twoAccounts(t)
	confusing(t, us, administrator{
		write:   func(page, text string) { check(t, wiki.PutPage(page, text, "Admin")) },
		model:   func(page, model string) { check(t, wiki.SetModel(page, model)) },
		protect: func(page, _ string) { check(t, wiki.Protect(page)) },
		cascade: func(page string) { check(t, wiki.ProtectCascading(page)) },
		bare:    func(file string) { check(t, wiki.DeletePage(file)) },
	})
}

func TestRealConfusing(t *testing.T) {
	us := dialReal(t).as("WIKIFORM_TEST_PLAIN_")
	user := os.Getenv("WIKIFORM_TEST_ADMIN_USER")
	if user == "" {
		t.Skip("WIKIFORM_TEST_ADMIN_USER names no administrator")
	}
	admin := logIn(t, us.api, user, os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD"))
	confusing(t, us, administrator{
		write: func(page, text string) {
			admin.post(t, url.Values{"action": {"edit"}, "title": {page}, "text": {text}})
		},
		model: func(page, model string) {
			admin.post(t, url.Values{"action": {"changecontentmodel"}, "title": {page}, "model": {model}, "summary": {"test"}})
		},
		protect: func(page, actions string) {
			admin.post(t, url.Values{"action": {"protect"}, "title": {page}, "protections": {actions + "=sysop"}})
		},
		cascade: func(page string) {
			admin.post(t, url.Values{"action": {"protect"}, "title": {page}, "protections": {"edit=sysop"}, "cascade": {"1"}})
		},
		bare: func(file string) {
			admin.post(t, url.Values{"action": {"delete"}, "title": {file}, "reason": {"test"}})
			var a struct {
				Query struct {
					FileArchive []struct {
						ID    int
						Title string
					}
				}
			}
			admin.send(t, url.Values{"action": {"query"}, "list": {"filearchive"}, "fafrom": {strings.TrimPrefix(file, "File:")}, "falimit": {"1"}}, &a)
			admin.post(t, url.Values{"action": {"undelete"}, "title": {file}, "fileids": {fmt.Sprint(a.Query.FileArchive[0].ID)}})
		},
	})
}

// confusing has one file for each state, and looks at what the plan says of it, and
// what apply does.
func confusing(t *testing.T, us realWiki, admin administrator) {
	t.Helper()
	id, dir := runID(), t.TempDir()
	us.block(t, dir)
	title := func(name string) string { return fmt.Sprintf("Confusing %s %s.svg", id, name) }
	states := []struct {
		name        string
		there       bool // uploaded before
		content     bool // and another content is wanted
		text        bool // another text is wanted
		unmanaged   bool // the page is not managed
		make        func(page string)
		state, says string // of the plan; "": it can be done
	}{
		{"css", true, false, false, false, func(p string) { admin.model(p, "css") }, "blocked", "content_model"},
		{"css_text", true, false, true, false, func(p string) { admin.model(p, "css") }, "blocked", "content_model"},
		{"css_bare", true, true, false, true, func(p string) { admin.model(p, "css") }, "", ""},
		{"plain_text", true, true, true, false, func(p string) { admin.model(p, "text") }, "blocked", "content_model"},
		{"page_only", false, false, true, false, func(p string) { admin.write(p, "Somebody was here.") }, "", ""},
		{"file_only", true, false, false, false, admin.bare, "", ""},
		{"locked", true, false, true, false, func(p string) { admin.protect(p, "edit") }, "blocked", "page_protected"},
		{"locked_as_wanted", true, false, false, false, func(p string) { admin.protect(p, "edit") }, "", ""},
		{"reserved", false, false, false, false, func(p string) { admin.protect(p, "create") }, "blocked", "page_protected"},
		{"shown", true, true, false, false, nil, "blocked", "page_protected"},
		{"shown_not_there", false, false, false, false, nil, "blocked", "page_protected"},
		{"usual", true, true, true, false, nil, "", ""},
	}
	declare := func(first bool) {
		var hcl strings.Builder
		for _, s := range states {
			if first && !s.there {
				continue
			}
			content, text := "first", "The first text."
			if !first && s.content {
				content = "second"
			}
			if !first && s.text {
				text = "The second text."
			}
			putFile(t, filepath.Join(dir, s.name+".svg"), picture(id+s.name+content))
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n", s.name, s.name, title(s.name))
			if first || !s.unmanaged {
				fmt.Fprintf(&hcl, "  description = %q\n", text)
			}
			hcl.WriteString("}\n")
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
	}
	declare(true)
	us.run(t, dir, 0, "apply", "-auto-approve")
	for _, s := range states {
		if s.make != nil {
			s.make("File:" + title(s.name))
		}
	}
	admin.write("Confusing "+id, fmt.Sprintf("[[File:%s]] [[File:%s]]", title("shown"), title("shown_not_there")))
	admin.cascade("Confusing " + id)
	declare(false)

	want, unchecked := map[string]string{}, map[string]string{}
	for _, s := range states {
		if s.state != "" {
			want["file."+s.name] = s.state + " " + s.says
			if s.says == "content_model" { // nobody has to log in to see that
				unchecked["file."+s.name] = s.state + " " + s.says
			}
		}
	}
	list := filepath.Join(dir, "todo.jsonl")
	look := func(as realWiki, want map[string]string, code int, args ...string) {
		t.Helper()
		out := as.run(t, dir, code, append(args, "-force-limits=test", "-worklist="+list)...)
		if diff := cmp.Diff(want, statesIn(t, list)); diff != "" {
			t.Errorf("%v (-want +got):\n%s\n%s", args, diff, out)
		}
	}
	look(realWiki{api: us.api}, unchecked, 1, "plan")
	look(us, want, 1, "plan")
	before := map[string]int{}
	for _, s := range states {
		if s.there && s.state != "" {
			before[s.name] = us.revisions(t, title(s.name))
		}
	}
	look(us, want, 4, "apply", "-auto-approve", "-parallelism=1")
	for name, n := range before {
		if got := us.revisions(t, title(name)); got != n {
			t.Errorf("%s was blocked, and has %d revisions instead of %d", name, got, n)
		}
	}
	if out := us.run(t, dir, 1, "plan", "-worklist="+list); !strings.Contains(out, "No changes can be made. 7 blocked.") {
		t.Errorf("something is left that can be done:\n%s", out)
	}
}

// statesIn are the state and the reason of each entry of a worklist, by its address.
func statesIn(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	states := map[string]string{}
	for from := json.NewDecoder(f); from.More(); {
		var e struct{ Address, State, Reason string }
		check(t, from.Decode(&e))
		states[e.Address] = e.State + " " + e.Reason
	}
	return states
}
