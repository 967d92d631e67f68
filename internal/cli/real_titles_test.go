package cli_test

import (
	"crypto/rand"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"wikiform/provider/mediawiki"
)

// TestRealTitlesNeverMeet is TestTitlesNeverMeet on a real wiki in several
// settings, as far as its plans go.
func TestRealTitlesNeverMeet(t *testing.T) {
	real := dialReal(t)
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Fatal("WIKIFORM_TEST_CONF_DIR names no folder of settings")
	}
	for name, php := range map[string]string{
		"as it is":             "",
		"case-sensitive files": "$wgCapitalLinkOverrides[NS_FILE] = false;",
		"letters of its own":   "$wgOverrideUcfirstCharacters = [ 'ß' => 'ß', 'é' => 'E', 'ა' => 'ა', 'თ' => 'თ', 'ж' => 'жж' ];",
		"in Turkish":           "$wgLanguageCode = 'tr';",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(conf, "92-titles.php")
			t.Cleanup(func() { os.Remove(path) })
			if err := os.WriteFile(path, []byte("<?php\n"+php+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			credentials := mediawiki.Credentials{User: os.Getenv("WIKIFORM_TEST_USER"), Password: os.Getenv("WIKIFORM_TEST_PASSWORD")}
			var c *mediawiki.Client
			tail := "-Wf-" + rand.Text()[:8]
			rapid.Check(t, func(rt *rapid.T) {
				w := folder{t: rt, http: http.DefaultClient, api: real.api}
				if c == nil {
					c = w.dial(t.Context(), credentials, nil)
				}
				m := drawTitles(rt, tail)
				w.holds(m, w.planned(t.Context(), c, m))
			})
		})
	}
}
