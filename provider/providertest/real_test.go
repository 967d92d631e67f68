package providertest_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wikiform/provider/providertest"
)

// TestRealWiki holds the facts against the MediaWiki that the environment
// names; .ci/run boots one. Something serves WIKIFORM_TEST_SOURCE_DIR at
// WIKIFORM_TEST_SOURCE_URL, and LocalSettings.php includes all *.php of
// WIKIFORM_TEST_CONF_DIR, which must not be that of a wiki that others use.
func TestRealWiki(t *testing.T) {
	w := providertest.Wiki{
		API:      os.Getenv("WIKIFORM_TEST_API"),
		Bot:      account("WIKIFORM_TEST_"),
		Basic:    account("WIKIFORM_TEST_BASIC_"),
		Plain:    account("WIKIFORM_TEST_PLAIN_"),
		NoRights: account("WIKIFORM_TEST_NORIGHTS_"),
		Admin:    account("WIKIFORM_TEST_ADMIN_"),
	}
	if w.API == "" {
		t.Skip("WIKIFORM_TEST_API names no wiki; .ci/run boots one")
	}
	if dir := os.Getenv("WIKIFORM_TEST_SOURCE_DIR"); dir != "" {
		w.Put = putInto(dir, os.Getenv("WIKIFORM_TEST_SOURCE_URL"))
	}
	if dir := os.Getenv("WIKIFORM_TEST_CONF_DIR"); dir != "" {
		w.Set, w.Share = setIn(dir), shareBy(dir)
	}
	providertest.Run(t, w)
}

func account(prefix string) providertest.Account {
	return providertest.Account{User: os.Getenv(prefix + "USER"), Password: os.Getenv(prefix + "PASSWORD")}
}

func putInto(dir, base string) func(*testing.T, string, []byte) string {
	return func(t *testing.T, name string, body []byte) string {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
		address, err := url.JoinPath(base, name)
		if err != nil {
			t.Fatal(err)
		}
		return address
	}
}

func setIn(dir string) func(*testing.T, providertest.Settings) {
	return func(t *testing.T, s providertest.Settings) {
		t.Helper()
		name := filepath.Join(dir, "90-providertest.php")
		t.Cleanup(func() { os.Remove(name) })
		if err := os.WriteFile(name, []byte(php(s)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shareBy has the wiki use a folder as its shared repository.
func shareBy(conf string) func(*testing.T, string, []byte) {
	return func(t *testing.T, name string, body []byte) {
		t.Helper()
		dir, setting := t.TempDir(), filepath.Join(conf, "91-providertest-shared.php")
		t.Cleanup(func() { os.Remove(setting) })
		err := os.WriteFile(filepath.Join(dir, name), body, 0o644)
		if err == nil {
			err = os.WriteFile(setting, fmt.Appendf(nil, "<?php\n$wgForeignFileRepos[] = [ 'class' => 'FileRepo', 'name' => 'shared', "+
				"'directory' => '%s', 'url' => 'http://127.0.0.1/shared', 'hashLevels' => 0 ];\n", dir), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// php is s as MediaWiki's settings. The texts in it are the suite's own and
// need no quoting.
func php(s providertest.Settings) string {
	var b strings.Builder
	line := func(set bool, format string, args ...any) {
		if set {
			fmt.Fprintf(&b, format+"\n", args...)
		}
	}
	b.WriteString("<?php\n")
	line(s.ReadOnly != "", "$wgReadOnly = '%s';", s.ReadOnly)
	line(s.MaxUpload != 0, "$wgMaxUploadSize = %d;", s.MaxUpload)
	line(s.MaxResult != 0, "$wgAPIMaxResultSize = %d;", s.MaxResult)
	line(s.WarnSize != 0, "$wgUploadSizeWarning = %d;", s.WarnSize)
	line(s.NoUploads, "$wgEnableUploads = false;")
	line(s.NoCopies, "$wgAllowCopyUploads = false;")
	line(s.CopiesFrom != "", "$wgCopyUploadsDomains = [ '%s' ];", s.CopiesFrom)
	line(s.Edits != 0, "$wgRateLimits['edit']['user'] = [ %d, 60 ];", s.Edits)
	line(s.Moves != 0, "$wgRateLimits['move']['user'] = [ %d, 60 ];", s.Moves)
	line(s.DeleteBatch != 0, "$wgDeleteRevisionsBatchSize = %d;", s.DeleteBatch)
	line(s.LargeHistory != 0, "$wgDeleteRevisionsLimit = %d;", s.LargeHistory)
	line(s.Small, "$wgCapitalLinks = false;")
	line(s.FileCase != "", "$wgCapitalLinkOverrides[NS_FILE] = %t;", s.FileCase == "first-letter")
	line(s.Private, "$wgGroupPermissions['*']['read'] = false; $wgGroupPermissions['user']['read'] = true; "+
		"$wgUploadPath = \"$wgScriptPath/img_auth.php\";")
	line(s.HideRevisions, "$wgGroupPermissions['sysop']['deleterevision'] = true; $wgGroupPermissions['sysop']['deletelogentry'] = true;")
	line(s.Open, "$wgGroupPermissions['*']['edit'] = true;")
	line(s.Language != "", "$wgLanguageCode = '%s';", s.Language)
	if prefixes := slices.Concat(s.Languages, s.Elsewhere); len(prefixes) > 0 {
		line(true, "$wgInterwikiScopes = 2; $wgInterwikiCache = [ '__list:__global' => '%s' ];", strings.Join(prefixes, " "))
		for _, p := range prefixes {
			line(true, "$wgInterwikiCache['__global:%s'] = '0 https://%[1]s.example.org/wiki/$1';", p)
		}
	}
	for _, letter := range s.Keep {
		line(true, "$wgOverrideUcfirstCharacters['%s'] = '%[1]s';", letter)
	}
	return b.String()
}
