package cli_test

import (
	"cmp"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wikiform/provider/sandbox"
)

// twoAccounts are one wiki for us and for somebody else.
func twoAccounts(t *testing.T) (us, them realWiki, wiki *sandbox.Wiki) {
	t.Helper()
	var seconds atomic.Int64 // each look at the clock is later: nothing happens within one second
	wiki, err := sandbox.New(
		sandbox.Clock(func() time.Time { return time.Unix(1_795_000_000+seconds.Add(1), 0) }),
		sandbox.Accounts(
			sandbox.Account{Name: "Museum@wikiform", Password: "museum", Rights: append(sandbox.UserRights(), "editprotected")},
			sandbox.Account{Name: "Anna@wikiform", Password: "anna", Rights: sandbox.UserRights()}))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wiki)
	t.Cleanup(server.Close)
	us = realWiki{api: server.URL + "/w/api.php"}
	them = us
	us.login("Museum@wikiform", "museum")
	them.login("Anna@wikiform", "anna")
	return us, them, wiki
}

func (w *realWiki) login(user, password string) {
	host := strings.NewReplacer(".", "_", ":", "_", "http://", "", "/w/api.php", "").Replace(w.api)
	w.env = map[string]string{"WIKIFORM_USER_" + host: user, "WIKIFORM_PASSWORD_" + host: password}
}

// desk is where one of them keeps a manifest of one file.
type desk struct {
	realWiki
	dir string
}

func newDesk(t *testing.T, w realWiki) desk {
	t.Helper()
	d := desk{w, t.TempDir()}
	w.block(t, d.dir)
	return d
}

// wants declares the file with a content and, unless that is "", a text.
func (d desk) wants(t *testing.T, title, content, text string, more ...string) {
	t.Helper()
	source := "f" + strings.ToLower(filepath.Ext(title))
	block := fmt.Sprintf("file \"f\" {\n  title = %q\n  source = %q\n", title, source)
	if text != "" {
		more = append(more, fmt.Sprintf("description = %q", text))
	}
	block += "  " + strings.Join(more, "\n  ") + "\n}\n"
	for name, s := range map[string]string{"main.wiki.hcl": block, source: fileOf(title, content)} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fileOf is a file of the type that its title says, like no other.
func fileOf(title, content string) string {
	if strings.HasSuffix(title, ".txt") {
		return title + " " + content
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- ` + title + " " + content + ` --></svg>`
}

func (d desk) apply(t *testing.T, title, content, text string) {
	t.Helper()
	d.wants(t, title, content, text)
	d.run(t, d.dir, 0, "apply", "-auto-approve")
}

// plan gives the remarks on what would be replaced.
func (d desk) plan(t *testing.T, title, content, text string) string {
	t.Helper()
	d.wants(t, title, content, text)
	var said []string
	remark := false
	for line := range strings.Lines(d.run(t, d.dir, 2, "plan", "-detailed-exitcode")) {
		rest, begins := strings.CutPrefix(line, "      # ")
		switch {
		case begins:
			said = append(said, strings.TrimSpace(rest))
		case remark && strings.HasPrefix(line, "        "): // of a remark of several lines
			said[len(said)-1] += " " + strings.TrimSpace(line)
			begins = true
		}
		remark = begins
	}
	return strings.Join(said, "; ")
}

// TestWhose: a text is of who wrote it and a picture of who first uploaded it,
// whatever was done to the page since.
func TestWhose(t *testing.T) {
	t.Parallel()
	us, them, wiki := twoAccounts(t)
	whose(t, us, them, "Anna", "Whose.svg")

	// A protection makes a revision of its author's.
	d := newDesk(t, us)
	d.apply(t, "Protected.svg", "a", "ours")
	if err := wiki.Protect("File:Protected.svg"); err != nil {
		t.Fatal(err)
	}
	if said := d.plan(t, "Protected.svg", "a", "ours, changed"); said != "" {
		t.Errorf("after a protection the plan says %q", said)
	}
}

func TestRealWhose(t *testing.T) {
	us := dialReal(t)
	user, password := os.Getenv("WIKIFORM_TEST_PLAIN_USER"), os.Getenv("WIKIFORM_TEST_PLAIN_PASSWORD")
	if user == "" {
		t.Skip("WIKIFORM_TEST_PLAIN_USER names no second account")
	}
	them := us
	them.login(user, password)
	name, _, _ := strings.Cut(user, "@")
	whose(t, us, them, name, "Whose "+runID()+".svg")
}

func whose(t *testing.T, we, they realWiki, name, title string) {
	t.Helper()
	us, them := newDesk(t, we), newDesk(t, they)
	says := func(when, said, want string) {
		t.Helper()
		if want == "" && said != "" || !strings.Contains(said, want) {
			t.Errorf("%s the plan says %q, want %q", when, said, cmp.Or(want, "nothing"))
		}
	}
	us.apply(t, title, "a", "ours")
	them.apply(t, title, "a", "theirs")
	us.apply(t, title, "b", "")
	says("after our new version over their text", us.plan(t, title, "b", "ours"), "replaces the text that "+name+" saved on ")
	us.apply(t, title, "b", "ours")
	them.apply(t, title, "c", "")
	says("after their new version over our text", us.plan(t, title, "c", "ours, changed"), "")
	says("over their picture", us.plan(t, title, "d", "ours"), "replaces the version that "+name+" uploaded on ")
	us.apply(t, title, "d", "ours")
	us.apply(t, title, "c", "ours")
	says("after we brought their picture back", us.plan(t, title, "e", "ours"), "replaces the version that "+name+" uploaded on ")
	us.apply(t, title, "e", "ours")
	them.apply(t, title, "d", "")
	says("after they brought our picture back", us.plan(t, title, "e", "ours"), "replaces our own version that "+name+" brought back on ")
	us.apply(t, title, "e", "ours")
	us.apply(t, title, "f", "ours")
	says("over our own", us.plan(t, title, "g", "ours"), "")
}
