package cli

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/doctor"
	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/spec"
)

// TestDocumentedDoctor: what docs/doctor.md shows is what doctor prints of such a wiki.
func TestDocumentedDoctor(t *testing.T) {
	t.Parallel()
	at := hcl.Range{Filename: "main.wiki.hcl", Start: hcl.Pos{Line: 31}}
	facts := doctor.Facts{
		Manifest: &spec.Manifest{Files: []spec.File{{
			Address: "file.aerial", Title: "Aerial.tiff", Policy: spec.PolicyFull, Tags: []string{"museum-upload"},
			Source: spec.Source{URL: "https://data.example.org/aerial.tiff", Via: spec.ViaServer}, Ranges: &spec.Ranges{Block: at},
		}}},
		Wiki: spec.Wiki{Name: "production", API: "https://wiki.example.org/w/api.php", Policy: spec.PolicyFull},
		Address: doctor.Address{
			API: "https://wiki.example.org/w/api.php", Private: true, TLS: "TLS 1.3",
			Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), Expires: time.Date(2027, 1, 29, 0, 0, 0, 0, time.UTC),
		},
		Login: doctor.Login{From: []string{"WIKIFORM_USER_wiki_example_org", "WIKIFORM_PASSWORD_wiki_example_org_FILE: /run/secrets/wiki"}},
		Site: &provider.Site{
			Generator: "MediaWiki 1.43.9", Extensions: []string{"png", "gif", "jpg", "jpeg", "webp", "tiff"}, MaxUpload: 4 << 30, MaxText: 2 << 20,
			Tags: []string{"museum-upload"},
		},
		Account: provider.Account{
			Name: "Museum Bot", Rights: []string{"upload", "edit", "createpage", "reupload", "applychangetags"},
			Limits: []provider.RateLimit{{Action: "edit", Hits: 90, Per: time.Minute}, {Action: "upload", Hits: 380, Per: 72 * time.Minute}},
		},
		Clock: doctor.Clock{Known: true, Ahead: -7 * time.Minute, Within: time.Second},
		Proxy: doctor.Proxy{Host: "proxy.example.org:3128", From: "HTTPS_PROXY"},
		Tree:  doctor.Tree{Top: true},
	}
	var out bytes.Buffer
	a := &app{Streams: term.Streams{Out: &out}, noColor: true}
	fmt.Fprintln(&out, "Wiki production (wiki.example.org)")
	findings := doctor.Examine(facts)
	a.showFindings(findings)
	if err := a.conclude(findings); err != outcome(exitFound) {
		t.Error(err)
	}
	page, err := os.ReadFile("../../docs/doctor.md")
	if err != nil {
		t.Fatal(err)
	}
	_, blocks := prose(string(page))
	for _, block := range blocks {
		if strings.HasPrefix(block, "Wiki production") {
			if diff := cmp.Diff(block, out.String()); diff != "" {
				t.Errorf("docs/doctor.md (-has +is printed):\n%s", diff)
			}
			return
		}
	}
	t.Error("docs/doctor.md shows nothing")
}

// silent is a wiki that takes requests and answers none.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestDoctorEnds: doctor waits for no wiki longer than it says.
func TestDoctorEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := dialSoon(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: silent{}, RetryFor: doctorWaits})
		if took := time.Since(began); !errors.Is(err, errSlow) || took != doctorEnds {
			t.Errorf("it ended after %s: %v", took, err)
		}
	})
}
