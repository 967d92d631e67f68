package doctor

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// well are the facts of a wiki, an account and a machine of which nothing is to be said.
func well() Facts {
	at := func(line int) hcl.Range { return hcl.Range{Filename: "main.wiki.hcl", Start: hcl.Pos{Line: line}} }
	file := func(name string, line int) spec.File {
		r := at(line)
		return spec.File{
			Address: spec.Address("file." + name), Title: provider.Title(name + ".png"), Policy: spec.PolicyFull, Tags: []string{"museum"},
			Source: spec.Source{Path: name + ".png", Via: spec.ViaAuto}, Ranges: &spec.Ranges{Block: r, Source: r, Tags: r},
		}
	}
	return Facts{
		Manifest: &spec.Manifest{Files: []spec.File{file("a", 1), file("b", 2), file("c", 3), file("d", 4)}},
		Wiki:     spec.Wiki{Name: "w", Policy: spec.PolicyFull},
		Address:  Address{API: "https://wiki.example.org/w/api.php", Private: true, TLS: "TLS 1.3", Now: day(1), Expires: day(90)},
		Login:    Login{From: []string{"WIKIFORM_USER_x", "WIKIFORM_PASSWORD_x"}, How: "Set WIKIFORM_USER_x."},
		Site:     &provider.Site{Generator: "MediaWiki 1.43.9", Extensions: []string{"png", "jpg"}, MaxUpload: 1 << 20, Tags: []string{"museum"}},
		Account:  provider.Account{Name: "Robot", Rights: []string{"upload", "edit", "createpage", "reupload", "applychangetags"}},
		Clock:    Clock{Known: true, Ahead: 300 * time.Millisecond, Within: time.Second},
		Tree:     Tree{Top: true},
		Size:     func(string) (int64, bool) { return 1000, true },
	}
}

func day(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }

func TestWell(t *testing.T) {
	want := []Finding{
		{Topic: "address", Mark: Good, Text: "https://wiki.example.org/w/api.php is MediaWiki 1.43.9, over TLS 1.3 with a certificate until 2027-01-29"},
		{Topic: "login", Mark: Good, Text: "Robot (WIKIFORM_USER_x and WIKIFORM_PASSWORD_x)"},
		{Topic: "rights", Mark: Good, Text: "all that the manifest needs: upload, edit, createpage, reupload, applychangetags"},
		{Topic: "limits", Mark: Good, Text: "files of up to 1.0 MiB of the types png, jpg"},
		{Topic: "pace", Mark: Good, Text: "the account has no limits of its own"},
		{Topic: "tags", Mark: Good, Text: "museum is there and active"},
		{Topic: "clock", Mark: Good, Text: "this machine's agrees with the wiki's"},
		{Topic: "proxy", Mark: Good, Text: "none"},
		{Topic: "checkout", Mark: Good, Text: "no file of a credential lies in it, and .wikiform/ keeps itself out of git"},
	}
	if diff := cmp.Diff(want, Examine(well())); diff != "" {
		t.Error(diff)
	}
}

// TestAilments changes one thing at a time. What is told of the other topics stays as it is
// but for those that depend on it.
func TestAilments(t *testing.T) {
	unreachable := &provider.Error{Kind: provider.Unavailable, Op: "login", Info: "the wiki at wiki.example.org cannot be reached", Advice: "check the host name in api, and the network of this machine"}
	closed := &provider.Error{Kind: provider.Auth, Op: "connect", Code: "readapidenied", Info: "You need read permission to use this module.", Advice: "give credentials"}
	wrongPassword := &provider.Error{Kind: provider.Auth, Op: "login", Code: "wrongpassword", Info: "Incorrect username or password entered.", Advice: "check the bot password"}
	nobody := func(f *Facts) { f.Account, f.Login.From = provider.Account{}, nil }
	without := func(f *Facts, rights ...string) {
		f.Account.Rights = strings.Fields("upload edit createpage reupload applychangetags move movefile")
		for _, r := range rights {
			i := 0
			for f.Account.Rights[i] != r {
				i++
			}
			f.Account.Rights = append(f.Account.Rights[:i], f.Account.Rights[i+1:]...)
		}
	}
	for name, c := range map[string]struct {
		ail  func(*Facts)
		want string // the topics that are not as before, one a line: mark topic: text; advice
	}{
		"unreachable": {func(f *Facts) {
			f.Address = Address{API: f.Address.API, Err: unreachable}
			f.Login.Err, f.Site, f.Account, f.Clock = unreachable, nil, provider.Account{}, Clock{}
		}, `
bad address: https://wiki.example.org/w/api.php: the wiki at wiki.example.org cannot be reached; check the host name in api, and the network of this machine
unchecked login: not checked: the wiki could not be asked; the credentials are those of WIKIFORM_USER_x and WIKIFORM_PASSWORD_x
unchecked rights: not checked: the wiki could not be asked
unchecked limits: not checked: the wiki could not be asked
unchecked pace: not checked: the wiki could not be asked
unchecked tags: not checked: the wiki could not be asked
unchecked clock: not checked: no answer told the time`},
		"busy": {func(f *Facts) {
			f.Address.Err, f.Site = &provider.Error{Kind: provider.Busy, Op: "connect", Code: "maxlag", Info: "Waiting for a database server: 9 seconds lagged."}, nil
			nobody(f)
		}, `
bad address: https://wiki.example.org/w/api.php: maxlag: Waiting for a database server: 9 seconds lagged.; it is there, and busy: try again later
doubtful login: nobody is logged in: a plan reads without an account, and apply needs one; Set WIKIFORM_USER_x.
unchecked rights: not checked: the wiki could not be asked
unchecked limits: not checked: the wiki could not be asked
unchecked pace: not checked: the wiki could not be asked
unchecked tags: not checked: the wiki could not be asked`},
		"down": {func(f *Facts) {
			f.Address.Err, f.Site = &provider.Error{Kind: provider.Lost, Op: "connect", Info: "the answer is not the wiki's: HTTP 500"}, nil
			nobody(f)
		}, `
bad address: https://wiki.example.org/w/api.php: the answer is not the wiki's: HTTP 500; look at the wiki in a browser, and try again later; doctor -log-file=FILE keeps what was asked and answered
doubtful login: nobody is logged in: a plan reads without an account, and apply needs one; Set WIKIFORM_USER_x.
unchecked rights: not checked: the wiki could not be asked
unchecked limits: not checked: the wiki could not be asked
unchecked pace: not checked: the wiki could not be asked
unchecked tags: not checked: the wiki could not be asked`},
		"in the clear": {func(f *Facts) {
			f.Address.API, f.Address.Private, f.Address.TLS = "http://wiki.example.org/w/api.php", false, ""
		}, `
doubtful address: http://wiki.example.org/w/api.php is MediaWiki 1.43.9, over http: what is sent can be read on its way, so that no credentials are; write https:// in the wiki block, if the wiki speaks it`},
		"a certificate at its end": {func(f *Facts) { f.Address.Expires = day(4) }, `
doubtful address: https://wiki.example.org/w/api.php is MediaWiki 1.43.9, over TLS 1.3 with a certificate until 2026-11-04, which is in 3 days; whoever runs the wiki should renew it; afterwards nothing can be reached`},
		"read-only": {func(f *Facts) { f.Site.ReadOnly = "moving house" }, `
bad address: https://wiki.example.org/w/api.php is MediaWiki 1.43.9, over TLS 1.3 with a certificate until 2027-01-29; it is read-only now: moving house; a plan works; what it would write does not, before the wiki takes writes again`},
		"the account's own password": {func(f *Facts) { f.Login.Main = true }, `
doubtful login: Robot (WIKIFORM_USER_x and WIKIFORM_PASSWORD_x), with the account's own password; make a bot password, which may do less and can be taken back alone: Special:BotPasswords on the wiki; its user name is ACCOUNT@APP`},
		"wrong password": {func(f *Facts) { f.Login.Err, f.Account = wrongPassword, provider.Account{} }, `
bad login: wrongpassword: Incorrect username or password entered. (WIKIFORM_USER_x and WIKIFORM_PASSWORD_x); check the bot password
unchecked rights: not checked: nobody is logged in
unchecked pace: not checked: nobody is logged in`},
		"half a login": {func(f *Facts) {
			nobody(f)
			f.Login.From, f.Login.Err = []string{"WIKIFORM_USER_x"}, errors.New("WIKIFORM_USER_x is set, but WIKIFORM_PASSWORD_x is not")
		}, `
bad login: WIKIFORM_USER_x is set, but WIKIFORM_PASSWORD_x is not; Set WIKIFORM_USER_x.
unchecked rights: not checked: nobody is logged in
unchecked pace: not checked: nobody is logged in`},
		"nobody": {func(f *Facts) { nobody(f); f.Login.Stray = []string{"WIKIFORM_TOKEN_y"} }, `
doubtful login: nobody is logged in: a plan reads without an account, and apply needs one; set, and of no wiki of this manifest: WIKIFORM_TOKEN_y; Set WIKIFORM_USER_x.
unchecked rights: not checked: nobody is logged in
unchecked pace: not checked: nobody is logged in`},
		"nobody, and a closed wiki": {func(f *Facts) { nobody(f); f.Address.Err, f.Site = closed, nil }, `
good address: https://wiki.example.org/w/api.php is a MediaWiki, over TLS 1.3 with a certificate until 2027-01-29
bad login: nobody is logged in, and this wiki is read by nobody else; Set WIKIFORM_USER_x.
unchecked rights: not checked: nobody is logged in
unchecked limits: not checked: the wiki could not be asked
unchecked pace: not checked: the wiki could not be asked
unchecked tags: not checked: the wiki could not be asked`},
		"a token that nobody looks at": {func(f *Facts) { f.Account, f.Login.From = provider.Account{}, []string{"WIKIFORM_TOKEN_x"} }, `
bad login: the wiki takes us for nobody, with the credentials of WIKIFORM_TOKEN_x; check the token or the bot password; a token needs the wiki's OAuth extension, without which it is silently ignored
unchecked rights: not checked: nobody is logged in
unchecked pace: not checked: nobody is logged in`},
		"blocked": {func(f *Facts) {
			f.Account.Block = &provider.Block{By: "Anna", Reason: "too fast", Expiry: "infinite"}
		}, `
bad login: Robot is blocked by Anna until infinite: too fast (WIKIFORM_USER_x and WIKIFORM_PASSWORD_x); ask there to lift the block, or use another account`},
		"none of us": {func(f *Facts) { f.Wiki.Accounts = []string{"Museum", "Old Bot"} }, `
bad login: Robot is logged in, which is none of the wiki block's accounts: Museum and Old Bot (WIKIFORM_USER_x and WIKIFORM_PASSWORD_x); log in as one of them, or add this account to accounts in the wiki block`},
		"rights": {func(f *Facts) {
			f.Account.Rights = []string{"edit", "createpage"}
			f.Manifest.Files[1].Source.Via = spec.ViaServer
			f.Manifest.Absences = []spec.Absence{{Address: "absent.old", Ranges: spec.AbsenceRanges{Block: hcl.Range{Filename: "main.wiki.hcl", Start: hcl.Pos{Line: 20}}}}}
		}, `
bad rights: Robot lacks upload, applychangetags and reupload, for file.a (main.wiki.hcl:1), file.b (main.wiki.hcl:2) and 2 more; upload_by_url, for file.b (main.wiki.hcl:2); delete, for absent.old (main.wiki.hcl:20); grant them to the account's group, and to its bot password (Special:BotPasswords) or OAuth consumer`},
		"no moves": {func(f *Facts) {
			without(f, "movefile")
			f.Manifest.Moves = []spec.Move{{Address: `moved["A.png"]`, Redirect: false}}
		}, `
bad rights: Robot lacks movefile and suppressredirect, for moved["A.png"]; grant them to the account's group, and to its bot password (Special:BotPasswords) or OAuth consumer`},
		"only its own": {func(f *Facts) { without(f, "reupload"); f.Account.Rights = append(f.Account.Rights, "reupload-own") }, `
doubtful rights: Robot lacks reupload, for file.a (main.wiki.hcl:1), file.b (main.wiki.hcl:2) and 2 more, without which no file of others gets a new version; grant it to the account's group, and to its bot password (Special:BotPasswords) or OAuth consumer; new files need it not`},
		"observed": {func(f *Facts) { f.Wiki.Policy, f.Account.Rights = spec.PolicyObserve, nil }, `
good rights: the manifest declares nothing that needs any`},
		"created only": {func(f *Facts) { f.Wiki.Policy = spec.PolicyCreateOnly; without(f, "reupload") }, `
good rights: all that the manifest needs: upload, edit, createpage, applychangetags`},
		"another type, and large": {func(f *Facts) {
			f.Manifest.Files[2].Title = "c.tiff"
			f.Size = func(path string) (int64, bool) { return map[string]int64{"a.png": 2 << 20}[path], true }
		}, `
bad limits: files of up to 1.0 MiB of the types png, jpg; of another type: file.c (main.wiki.hcl:3); larger: file.a (main.wiki.hcl:1); give those titles the extension of a type that it takes, or have an administrator add theirs to $wgFileExtensions; make those files smaller, or ask an administrator about $wgMaxUploadSize`},
		"no uploads": {func(f *Facts) { f.Site.UploadsOff = true }, `
bad limits: the wiki takes no uploads at all; its administrators turn them on ($wgEnableUploads)`},
		"slow": {func(f *Facts) {
			f.Rate = provider.Rate{Class: provider.Newcomer, PerMinute: 200, Raise: "let a bot account do it"}
			f.Account.Limits = []provider.RateLimit{{Action: "edit", Hits: 90, Per: time.Minute}, {Action: "mailpassword", Hits: 1, Per: time.Hour}, {Action: "upload", Hits: 380, Per: 72 * time.Minute}}
		}, `
good pace: the wiki takes 200 requests a minute, reads included, from a new account (class newcomer); limits of the account: edit 90 in 1 min, upload 380 in 72 min; to be faster, let a bot account do it`},
		"a mistyped tag": {func(f *Facts) { f.Site.Tags = []string{"museums"} }, `
bad tags: no active change tag of this wiki: "museum", of file.a (main.wiki.hcl:1), file.b (main.wiki.hcl:2) and 2 more; an administrator creates and activates it at Special:Tags, or remove it from tags; did you mean "museums"?`},
		"no tags": {func(f *Facts) {
			for i := range f.Manifest.Files {
				f.Manifest.Files[i].Tags = nil
			}
		}, `
good rights: all that the manifest needs: upload, edit, createpage, reupload
good tags: the manifest names none`},
		"a clock behind": {func(f *Facts) { f.Clock.Ahead = -7 * time.Minute }, `
doubtful clock: this machine's is about 7 min behind the wiki's; let this machine set its clock by the network (NTP); certificates, tokens and times in logs go by it`},
		"a clock a little ahead": {func(f *Facts) { f.Clock.Ahead = 4 * time.Second }, `
good clock: this machine's is about 4 s ahead of the wiki's`},
		"a proxy": {func(f *Facts) { f.Proxy = Proxy{Host: "proxy.example:3128", From: "HTTPS_PROXY"} }, `
good proxy: proxy.example:3128 (HTTPS_PROXY)`},
		"no proxy": {func(f *Facts) { f.Proxy = Proxy{Err: errors.New("what HTTPS_PROXY says is no address of a proxy")} }, `
doubtful proxy: what HTTPS_PROXY says is no address of a proxy; write it as http://HOST:PORT, or take the host of the wiki out with NO_PROXY`},
		"a secret in the checkout": {func(f *Facts) { f.Tree.Secrets = []string{"WIKIFORM_TOKEN_x_FILE"} }, `
doubtful checkout: the file that WIKIFORM_TOKEN_x_FILE names lies in the checkout; keep the file elsewhere: one commit makes the credential public`},
		"no checkout": {func(f *Facts) { f.Tree.Top = false }, `
good checkout: the manifest is in none of git's`},
		"a manifest with errors": {func(f *Facts) { f.Manifest = nil }, `
unchecked rights: not checked: the manifest has errors
unchecked tags: not checked: the manifest has errors`},
	} {
		t.Run(name, func(t *testing.T) {
			f := well()
			c.ail(&f)
			before := map[string]Finding{}
			for _, is := range Examine(well()) {
				before[is.Topic] = is
			}
			got := ""
			for _, is := range Examine(f) {
				if is == before[is.Topic] {
					continue
				}
				got += "\n" + string(is.Mark) + " " + is.Topic + ": " + is.Text
				if is.Advice != "" {
					got += "; " + is.Advice
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEmbedded(t *testing.T) {
	f := well()
	f.Wiki, f.Address = spec.Wiki{}, Address{}
	var topics []string
	for _, is := range Examine(f) {
		topics = append(topics, is.Topic)
	}
	if diff := cmp.Diff([]string{"address", "rights", "limits", "tags", "checkout"}, topics); diff != "" {
		t.Error(diff)
	}
}
