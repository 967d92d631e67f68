package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wikiform/provider"
)

// museum is what a wiki has before anybody has declared it.
type museum struct {
	wikiOfNames
	stem   string // begins the titles, and is no word of anything else
	titles []string
	texts  map[string]string
	user   string // who has uploaded it
}

// importedTexts are descriptions by the ends of titles. Two thirds use one template in one
// layout.
func importedTexts(stem string) map[string]string {
	texts := map[string]string{
		" by hand.svg":   "A " + stem + " by hand.\n\n* {{Other|x=1}}\n[[Category:" + stem + "]]",
		" otherwise.svg": "{{Information|Description=" + stem + " in one line|Author=Anna}}\n[[Category:" + stem + " below]]",
		" empty.svg":     "",
		"=1+1.svg":       "=" + stem + "=",
	}
	for name, text := range written {
		texts[" "+name+".svg"] = text + "\n" + stem
	}
	for i := range 12 {
		category := stem
		if i%4 == 0 {
			category += " below"
		}
		author := []string{"Anna", "=HYPERLINK(\"https://evil.example\")", "@sum", "${file(\".env\")}", "%{ if true }", "Vera & \"Co\", Basel"}[i%6]
		texts[fmt.Sprintf(" %02d.svg", i)] = fmt.Sprintf("== Summary ==\n{{Information\n|Description=Number %d of %s\n|Author=%s\n|Date=19%02d\n}}\n\n[[Category:%s]]", i, stem, author, i, category)
	}
	return texts
}

func newMuseum(t *testing.T, w wikiOfNames) *museum {
	t.Helper()
	m := &museum{wikiOfNames: w, stem: "I" + strings.ToLower(runID()), texts: map[string]string{}}
	m.user, _, _ = strings.Cut(w.user, "@")
	dir := t.TempDir()
	var hcl strings.Builder
	hcl.WriteString("defaults {\n  accept_warnings = [\"duplicate\"]\n}\n")
	n := 0
	for end, text := range importedTexts(m.stem) {
		title := m.stem + end
		m.titles, m.texts[title] = append(m.titles, title), text
		source, content := fmt.Sprintf("f%d.svg", n), fileOf(title, "")
		if strings.HasSuffix(end, "1.svg") {
			content = fileOf(m.stem, "the same") // two files or three have one content
		}
		putFile(t, filepath.Join(dir, source), content)
		putFile(t, filepath.Join(dir, source+".wikitext"), text)
		fmt.Fprintf(&hcl, "file \"f%d\" {\n  source = %q\n  title = %q\n  description = file(%q)\n}\n", n, source, title, source+".wikitext")
		n++
	}
	slices.Sort(m.titles)
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
	w.wikiform(t, dir, 0, "apply", "-auto-approve")
	m.page(t, "Category:"+m.stem, "All of them.")
	m.page(t, "Category:"+m.stem+" below", "[[Category:"+m.stem+"]]")
	m.page(t, "Category:"+m.stem+" deeper", "[[Category:"+m.stem+" below]]\n[[Category:"+m.stem+" deeper]]") // a circle
	m.page(t, "Gallery of "+m.stem, fmt.Sprintf("[[File:%s 01.svg]] [[:File:%[1]s 02.svg]] [[File:%[1]s missing.svg]]\n<gallery>\n%[1]s by hand.svg\n</gallery>", m.stem))
	return m
}

// page writes a page of any namespace, as the account of a volunteer and not by our client.
func (m *museum) page(t *testing.T, title, text string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	check(t, err)
	browser := &http.Client{Jar: jar}
	ask := func(form url.Values) (answer struct {
		Query struct {
			Tokens struct{ LoginToken, CSRFToken string }
		}
		Login, Edit struct{ Result string }
	}) {
		form.Set("format", "json")
		form.Set("formatversion", "2")
		resp, err := browser.PostForm(m.api, form)
		check(t, err)
		defer resp.Body.Close()
		check(t, json.NewDecoder(resp.Body).Decode(&answer))
		return answer
	}
	tokens := func(kind string) url.Values {
		return url.Values{"action": {"query"}, "meta": {"tokens"}, "type": {kind}}
	}
	login := ask(url.Values{"action": {"login"}, "lgname": {m.friend}, "lgpassword": {m.friendSecret}, "lgtoken": {ask(tokens("login")).Query.Tokens.LoginToken}})
	edit := ask(url.Values{"action": {"edit"}, "title": {title}, "text": {text}, "token": {ask(tokens("csrf")).Query.Tokens.CSRFToken}})
	if login.Login.Result != "Success" || edit.Edit.Result != "Success" {
		t.Fatalf("%s: %+v, %+v", title, login, edit)
	}
}

// settle waits until the wiki knows what is in its categories, and finds its texts: that is
// done after its answers.
func (m *museum) settle(t *testing.T) {
	t.Helper()
	pages := func(query string) int {
		var a struct {
			Query struct{ Pages []struct{ Title string } }
		}
		m.ask(t, &a, query)
		return len(a.Query.Pages)
	}
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		members := pages("generator=categorymembers&gcmlimit=max&gcmtitle=" + url.QueryEscape("Category:"+m.stem))
		found := pages("generator=search&gsrnamespace=6&gsrlimit=50&gsrsearch=" + m.stem)
		shown := pages("generator=images&gimlimit=max&titles=" + url.QueryEscape("Gallery of "+m.stem))
		if members == 11 && found >= len(m.titles)-1 && shown == 3 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the wiki does not settle: %d members of the category, %d files found, %d shown", members, found, shown)
		}
	}
}

// way is a way of asking, and what is found.
type way struct {
	args []string
	want []string
}

func (m *museum) ways(t *testing.T) map[string]way {
	t.Helper()
	inCategory := func(names ...string) (list []string) {
		for title, text := range m.texts {
			for _, name := range names {
				if strings.Contains(text, "[[Category:"+name+"]]") {
					list = append(list, title)
				}
			}
		}
		slices.Sort(list)
		return list
	}
	list := filepath.Join(t.TempDir(), "titles")
	putFile(t, list, "\ufeff# ours\r\n* [[:File:"+m.stem+" 03.svg|three]]\r\nFile:"+strings.ReplaceAll(m.stem+" by hand.svg", " ", "_")+"\r\n"+m.stem+" 03.svg\r\n")
	return map[string]way{
		"all":      {[]string{"-all"}, nil},
		"prefix":   {[]string{"-prefix=" + m.stem}, m.titles},
		"category": {[]string{"-category=" + m.stem}, inCategory(m.stem)},
		"depth":    {[]string{"-category=" + m.stem, "-depth=5"}, inCategory(m.stem, m.stem+" below")},
		"uploader": {[]string{"-uploader=" + m.user}, nil},
		"search":   {[]string{"-search=" + m.stem}, nil},
		"page":     {[]string{"-page=Gallery of " + m.stem}, []string{m.stem + " 01.svg", m.stem + " by hand.svg"}},
		"titles":   {[]string{"-titles=" + list}, []string{m.stem + " 03.svg", m.stem + " by hand.svg"}},
	}
}

// import_ runs the command in a directory, by the wiki's address alone.
func (m *museum) run(t *testing.T, dir string, want int, args ...string) string {
	t.Helper()
	w := m.realWiki
	w.env = m.credentials(t)
	return w.run(t, dir, want, append([]string{"import", "-out=x", "-api=" + m.api}, args...)...)
}

// allIn is all that is in a directory, but for what wikiform keeps there for itself.
func allIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	check(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == ".wikiform" {
			return filepath.SkipDir
		}
		if e.IsDir() {
			return nil
		}
		b, err := os.ReadFile(path)
		all[name] = string(b)
		return err
	}))
	return all
}

// declares are the titles that a directory declares, in the words of the program.
func (m *museum) declares(t *testing.T, dir string) []string {
	t.Helper()
	w := m.realWiki
	w.env = m.credentials(t)
	out := w.run(t, dir, 0, "console", "-e", "jsonencode([for r in csvdecode(file(\"x.csv\")) : r.title])")
	var text string
	var titles []string
	if json.Unmarshal([]byte(out), &text) != nil || json.Unmarshal([]byte(text), &titles) != nil {
		t.Fatalf("the console says %s", out)
	}
	slices.Sort(titles)
	return titles
}

// whole looks that a directory has exactly what the wiki has: the texts, unless a template
// makes them, and, where they were fetched, the contents.
func (m *museum) whole(t *testing.T, dir string, titles []string, fetched, filled bool) {
	t.Helper()
	have := allIn(t, dir)
	them, texts := m.volunteer(t), slices.Collect(maps.Values(have))
	for _, title := range titles {
		if _, ours := m.texts[title]; !ours {
			continue
		}
		if fetched {
			want := m.sha1s(t, title)[0]
			found := slices.ContainsFunc(keysOf(have), func(name string) bool {
				return strings.HasSuffix(name, ".svg") && sum(t, filepath.Join(dir, name)) == want
			})
			if !found {
				t.Errorf("the content of %s is not there", title)
			}
		}
		if text := textOf(t, them, provider.Title(title)); text != "" && !(filled && strings.Contains(text, "{{Information")) && !slices.Contains(texts, text+"\n") {
			t.Errorf("the text of %s is not there: %q", title, text)
		}
	}
}
