package cli_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wikiform/provider/sandbox"
)

// wikiOfOwners is a wiki on which we have two accounts, and volunteers one.
type wikiOfOwners struct {
	wikiOfNames
	names  []string // user names of our accounts
	second wikiOfNames
	share  func(t *testing.T, name string, body []byte) // puts a file into a shared repository
	// protectAgain protects a file's page, and frees it again, as an administrator.
	protectAgain func(t *testing.T, title string)
	// protectMoves lets nobody but administrators move it.
	protectMoves func(t *testing.T, title string)
}

// sandboxOfOwners is a sandbox that is spoken to as a real wiki is.
func sandboxOfOwners(t *testing.T, german bool) wikiOfOwners {
	t.Helper()
	var seconds atomic.Int64 // each look at the clock is later: nothing happens within one second
	wiki, err := sandbox.New(
		sandbox.Clock(func() time.Time { return time.Unix(1_795_000_000+seconds.Add(1), 0) }),
		sandbox.Accounts(
			sandbox.Account{Name: "Depot@ci", Password: "depot", Groups: []string{"bot"}, Rights: sandbox.BotRights()},
			sandbox.Account{Name: "Admin", Password: "admin", Rights: sandbox.AdminRights()},
			sandbox.Account{Name: "Anna@ci", Password: "anna", Groups: []string{"user"}, Rights: sandbox.UserRights()}),
		sandbox.Configure(func(s *sandbox.Settings) {
			if german {
				s.FileNamespace, s.FileAliases, s.RedirectWords, s.CategoryName = "Datei", []string{"Bild", "Image"}, []string{"#WEITERLEITUNG"}, "Kategorie"
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wiki)
	t.Cleanup(func() { server.Close(); wiki.Close() })
	w := wikiOfOwners{names: []string{"Sandbox", "Depot"}}
	w.wikiOfNames = wikiOfNames{realWiki{api: server.URL + "/w/api.php"}, sandbox.User, sandbox.Password, "Anna@ci", "anna"}
	w.second = w.wikiOfNames
	w.second.user, w.second.password = "Depot@ci", "depot"
	w.share = func(t *testing.T, name string, body []byte) {
		if err := wiki.Share(name, body); err != nil {
			t.Fatal(err)
		}
	}
	w.protectMoves = func(t *testing.T, title string) {
		w.visitorAs(t, "Admin", "admin").do(t, url.Values{"action": {"protect"}, "title": {"File:" + title}, "protections": {"move=sysop"}, "reason": {"a test"}}, "")
	}
	w.protectAgain = func(t *testing.T, title string) {
		check(t, wiki.Protect("File:"+title))
		check(t, wiki.Unprotect("File:"+title))
	}
	return w
}

// dialRealOwners is the wiki that CI boots.
func dialRealOwners(t *testing.T, german bool) wikiOfOwners {
	t.Helper()
	w := wikiOfOwners{wikiOfNames: dialRealNames(t)}
	w.friend, w.friendSecret = os.Getenv("WIKIFORM_TEST_PLAIN_USER"), os.Getenv("WIKIFORM_TEST_PLAIN_PASSWORD")
	w.second = w.wikiOfNames
	w.second.user, w.second.password = os.Getenv("WIKIFORM_TEST_SECOND_USER"), os.Getenv("WIKIFORM_TEST_SECOND_PASSWORD")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if w.second.user == "" || w.friend == "" || conf == "" {
		t.Fatal("WIKIFORM_TEST_SECOND_USER, …_PLAIN_USER or …_CONF_DIR names nothing")
	}
	for _, user := range []string{w.user, w.second.user} {
		name, _, _ := strings.Cut(user, "@")
		w.names = append(w.names, name)
	}
	set := func(name, php string) {
		path := filepath.Join(conf, name)
		t.Cleanup(func() { os.Remove(path) })
		putFile(t, path, "<?php\n"+php+"\n")
	}
	if german {
		set("93-owners.php", "$wgLanguageCode = 'de';")
	}
	w.share = func(t *testing.T, name string, body []byte) {
		dir := t.TempDir()
		putFile(t, filepath.Join(dir, strings.ReplaceAll(name, " ", "_")), string(body))
		set("94-owners.php", fmt.Sprintf("$wgForeignFileRepos[] = [ 'class' => 'FileRepo', 'name' => 'shared', 'directory' => '%s', 'url' => 'http://127.0.0.1/shared', 'hashLevels' => 0 ];", dir))
	}
	protect := func(t *testing.T, title string, levels ...string) {
		admin := w.visitorAs(t, os.Getenv("WIKIFORM_TEST_ADMIN_USER"), os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD"))
		for _, level := range levels {
			admin.do(t, url.Values{"action": {"protect"}, "title": {"File:" + title}, "protections": {level}, "reason": {"a test"}}, "")
		}
	}
	w.protectMoves = func(t *testing.T, title string) { protect(t, title, "move=sysop") }
	w.protectAgain = func(t *testing.T, title string) { protect(t, title, "edit=sysop", "edit=all") }
	return w
}

// nobody is the wiki for who is not logged in.
func (w wikiOfOwners) nobody() wikiOfNames {
	n := w.wikiOfNames
	n.user, n.password = "", ""
	return n
}
