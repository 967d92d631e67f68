package providertest_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"wikiform/provider/providertest"
	"wikiform/provider/sandbox"
)

// TestSandbox holds the facts against the wiki inside wikiform, as it keeps
// itself in memory and in a folder.
func TestSandbox(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		providertest.Run(t, newSandbox(t))
	})
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		providertest.Run(t, newSandbox(t, sandbox.Folder(t.TempDir())))
	})
}

func newSandbox(t *testing.T, opts ...sandbox.Option) providertest.Wiki {
	t.Helper()
	const password = "secret"
	wiki, err := sandbox.New(append(opts, sandbox.Fetch(nil), sandbox.Accounts(
		sandbox.Account{Name: "Sandbox@basic", Password: password, Groups: []string{"bot"}, Rights: []string{"read"}},
		sandbox.Account{Name: "Admin", Password: password, Groups: []string{"sysop"}, Rights: sandbox.AdminRights()},
		sandbox.Account{Name: "Plain@wikiform", Password: password, Rights: sandbox.UserRights()},
		sandbox.Account{Name: "Norights@wikiform", Password: password, Rights: []string{"read"}},
	))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wiki.Close() })
	return providertest.Wiki{
		API:      "http://sandbox.example/w/api.php",
		HTTP:     wiki.Transport(),
		Bot:      providertest.Account{User: sandbox.User, Password: sandbox.Password},
		Basic:    providertest.Account{User: "Sandbox@basic", Password: password},
		Plain:    providertest.Account{User: "Plain@wikiform", Password: password},
		NoRights: providertest.Account{User: "Norights@wikiform", Password: password},
		Admin:    providertest.Account{User: "Admin", Password: password},
		Put:      serveSources(t),
		Share: func(t *testing.T, name string, body []byte) {
			if err := wiki.Share(name, body); err != nil {
				t.Fatal(err)
			}
		},
		Set: func(t *testing.T, s providertest.Settings) { set(t, wiki, s) },
	}
}

// serveSources is a web server of files that Put adds to it.
func serveSources(t *testing.T) func(*testing.T, string, []byte) string {
	var files sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files.Load(r.URL.Path)
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(body.([]byte))
	}))
	t.Cleanup(server.Close)
	return func(_ *testing.T, name string, body []byte) string {
		files.Store("/"+name, body)
		return server.URL + "/" + name
	}
}

func set(t *testing.T, wiki *sandbox.Wiki, s providertest.Settings) {
	var before sandbox.Settings
	wiki.Configure(func(now *sandbox.Settings) {
		before = *now
		now.ReadOnly, now.WarnSize, now.UploadsOff = s.ReadOnly, s.WarnSize, s.NoUploads
		if s.MaxUpload != 0 {
			now.MaxUpload = s.MaxUpload
		}
		if s.MaxResult != 0 {
			now.MaxResult = s.MaxResult
		}
		if s.NoCopies {
			now.CopyUploads = false
		}
		if s.CopiesFrom != "" {
			now.CopyHosts = []string{s.CopiesFrom}
		}
		if s.Edits != 0 {
			now.Limits = map[string]sandbox.RateLimit{"edit": {Hits: s.Edits, Per: time.Minute}}
		}
		if s.Moves != 0 {
			now.Limits = map[string]sandbox.RateLimit{"move": {Hits: s.Moves, Per: time.Minute}}
		}
		now.DeleteBatch, now.DeleteAfter, now.LargeHistory = s.DeleteBatch, 3, s.LargeHistory
		now.CaseSensitive, now.Language = s.Small, s.Language
		now.Private, now.AnonymousWrite = s.Private, s.Open || now.AnonymousWrite
		if s.Language == "de" {
			now.SubstWords, now.RedirectWords = []string{"ERS:"}, []string{"#WEITERLEITUNG"}
			now.FileNamespace, now.FileAliases, now.CategoryName = "Datei", []string{"Image", "Bild"}, "Kategorie"
		}
		if s.Languages != nil {
			now.Languages = s.Languages
		}
		if s.FileCase != "" {
			now.CapitalIn = map[int]bool{6: s.FileCase == "first-letter"}
		}
		now.Capitals = map[string]string{}
		for _, letter := range s.Keep {
			now.Capitals[letter] = letter
		}
	})
	t.Cleanup(func() { wiki.Configure(func(now *sandbox.Settings) { *now = before }) })
}
