package mediawiki_test

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// album is a wiki whose files are in categories that lead round in a circle.
func album(t *testing.T, settings ...sandbox.Option) (*sandbox.Wiki, *mediawiki.Client) {
	t.Helper()
	w, err := sandbox.New(settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	put := func(name, text, by string) {
		t.Helper()
		must(w.PutFile(name, content8(name, by), text, by))
	}
	put("Barn.png", "A red barn. [[Category:Barns]]", "Anna")
	put("Barn 2.png", "A barn at dusk. [[Category:barns]]", "Anna")
	put("Barn 2.png", "", "Bert")
	put("Door.png", "A door of a barn. [[Category:Doors]]", "Bert")
	put("Key.png", "[[Category:Keys]]", "Bert")
	put("Bridge.png", "A bridge.", "Anna")
	must(w.PutPage("Category:Doors", "[[Category:Barns]]", "Anna"))
	must(w.PutPage("Category:Keys", "[[Category:Doors]]", "Anna"))
	must(w.PutPage("Category:Barns", "[[Category:Keys]]", "Anna"))
	must(w.PutPage("Category:Empty", "nothing", "Anna"))
	must(w.PutPage("File:No file.png", "A barn. [[Category:Barns]]", "Anna"))
	must(w.Redirect("Anna", "File:Old barn.png", "File:Barn.png"))
	must(w.Share("Shared.png", content8("shared", "")))
	must(w.PutPage("File:Shared.png", "A barn. [[Category:Barns]]", "Anna"))
	must(w.PutPage("Shows", "[[File:Old barn.png]] [[File:Bridge.png|thumb]] [[File:Missing.png]] [[File:Shared.png]] [[:File:Key.png]]", "Anna"))
	must(w.Redirect("Anna", "Leads", "Shows"))
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: w.Transport()})
	must(err)
	return w, c
}

func content8(name, by string) []byte { return fmt.Append([]byte("\x89PNG\r\n\x1a\n"), name, by) }

// Every way of asking finds files of the wiki, and nothing else that is told with them.
func TestSelect(t *testing.T) {
	t.Parallel()
	_, c := album(t)
	all := []provider.Title{"Barn 2.png", "Barn.png", "Bridge.png", "Door.png", "Key.png"}
	for name, tt := range map[string]struct {
		ask     provider.Selection
		want    []provider.Title
		unknown string
	}{
		"all":                     {provider.Selection{All: true}, all, ""},
		"a prefix":                {provider.Selection{Prefix: "barn"}, all[:2], ""},
		"a prefix with a blank":   {provider.Selection{Prefix: "Barn_"}, all[:1], ""},
		"with the namespace":      {provider.Selection{Prefix: "image: bar"}, all[:2], ""},
		"a prefix of none":        {provider.Selection{Prefix: "Zebra"}, nil, ""},
		"a category":              {provider.Selection{Category: "barns"}, all[:2], ""},
		"one level":               {provider.Selection{Category: "Category: Barns", Depth: 1}, []provider.Title{"Barn 2.png", "Barn.png", "Door.png"}, ""},
		"round in a circle":       {provider.Selection{Category: "Barns", Depth: 1000}, []provider.Title{"Barn 2.png", "Barn.png", "Door.png", "Key.png"}, ""},
		"an empty category":       {provider.Selection{Category: "Empty"}, nil, ""},
		"no category":             {provider.Selection{Category: "category:nothing here"}, nil, "Category:Nothing here"},
		"an uploader":             {provider.Selection{Uploader: "anna"}, []provider.Title{"Barn.png", "Bridge.png"}, ""},
		"of current versions":     {provider.Selection{Uploader: "Bert"}, []provider.Title{"Barn 2.png", "Door.png", "Key.png"}, ""},
		"no account":              {provider.Selection{Uploader: "nobody"}, nil, "User:Nobody"},
		"no name of an account":   {provider.Selection{Uploader: "a<b"}, nil, "User:a<b"},
		"an account with nothing": {provider.Selection{Uploader: "Sandbox"}, nil, ""},
		"a search in titles":      {provider.Selection{Search: "bridge.png"}, all[2:3], ""},
		"a search in texts":       {provider.Selection{Search: "barn"}, []provider.Title{"Barn 2.png", "Barn.png", "Door.png"}, ""},
		"a page":                  {provider.Selection{Page: "shows"}, []provider.Title{"Barn.png", "Bridge.png"}, ""},
		"a page that leads there": {provider.Selection{Page: "Leads"}, []provider.Title{"Barn.png", "Bridge.png"}, ""},
		"no page":                 {provider.Selection{Page: "not there"}, nil, "Not there"},
		"a special page":          {provider.Selection{Page: "Special:Log"}, nil, "Special:Log"},
		"no name of a page":       {provider.Selection{Page: "a|b"}, nil, "a|b"},
		"titles":                  {provider.Selection{Titles: []provider.Title{"Z.png", "A.png", "Z.png"}}, []provider.Title{"A.png", "Z.png"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := c.Select(t.Context(), tt.ask, 1000)
			if diff := cmp.Diff(provider.Selected{Titles: tt.want, Unknown: tt.unknown}, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// A category, and a file, are named as the wiki does, in its language and with its letters.
func TestSelectInOtherWords(t *testing.T) {
	t.Parallel()
	w, c := album(t, sandbox.Configure(func(s *sandbox.Settings) {
		s.FileNamespace, s.FileAliases, s.CategoryName, s.CaseSensitive = "Datei", []string{"Bild"}, "Kategorie", true
	}))
	for name, tt := range map[string]struct {
		ask     provider.Selection
		want    []provider.Title
		unknown string
	}{
		"a category":        {provider.Selection{Category: "kategorie:Barns", Depth: 1}, []provider.Title{"Barn.png", "Door.png"}, ""},
		"in every language": {provider.Selection{Category: "Category:Barns"}, []provider.Title{"Barn.png"}, ""},
		"with no capital":   {provider.Selection{Category: "barns"}, []provider.Title{"Barn 2.png"}, ""},
		"another one":       {provider.Selection{Category: "doors"}, nil, "Kategorie:doors"},
		"a prefix":          {provider.Selection{Prefix: "Bild:Bar"}, []provider.Title{"Barn 2.png", "Barn.png"}, ""},
		"a small prefix":    {provider.Selection{Prefix: "bar"}, nil, ""},
		"a page":            {provider.Selection{Page: "Datei:Old barn.png"}, nil, ""},
		"no page":           {provider.Selection{Page: "shows"}, nil, "shows"},
	} {
		got, err := c.Select(t.Context(), tt.ask, 100)
		if diff := cmp.Diff(provider.Selected{Titles: tt.want, Unknown: tt.unknown}, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if _, err := c.Select(t.Context(), provider.Selection{}, 100); provider.KindOf(err) != provider.Bug {
		t.Errorf("nothing was asked for: %v", err)
	}
	if _, err := c.Select(t.Context(), provider.Selection{Category: "a|b"}, 100); provider.KindOf(err) != provider.Rejected {
		t.Errorf("what is no name: %v", err)
	}
	w.Configure(func(s *sandbox.Settings) { s.Private = true })
	if _, err := c.Select(t.Context(), provider.Selection{All: true}, 100); err == nil {
		t.Error("a private wiki tells anybody of its files")
	}
}

// A file comes with its text and its address, and what is none says so.
func TestWholes(t *testing.T) {
	t.Parallel()
	_, c := album(t)
	got, err := c.Wholes(t.Context(), []provider.Title{"barn.png", "No file.png", "Old barn.png", "Shared.png", "Missing.png"})
	if err != nil || len(got) != 5 {
		t.Fatalf("%v, %v", got, err)
	}
	barn := got["barn.png"]
	if barn.Title != "Barn.png" || barn.Version.SHA1 != sha1.Sum(content8("Barn.png", "Anna")) || barn.Page.Text != "A red barn. [[Category:Barns]]" ||
		barn.Page.TextSHA1 != provider.TextSHA1(barn.Page.Text) || barn.URL != "http://127.0.0.1/w/images/Barn.png" || barn.Page.ID == 0 {
		t.Errorf("%+v, %+v, %+v", barn, barn.Version, barn.Page)
	}
	for title, f := range got {
		if title != "barn.png" && (f.Version != nil || f.URL != "") {
			t.Errorf("%s: %+v", title, f)
		}
	}
	if !got["Old barn.png"].Redirect || !got["Shared.png"].Shared || !got["No file.png"].Page.HasText {
		t.Errorf("%+v", got)
	}
}

// counted counts requests.
type counted struct {
	http.RoundTripper
	n atomic.Int32
}

// RoundTrip implements http.RoundTripper.
func (c *counted) RoundTrip(req *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.RoundTripper.RoundTrip(req)
}

// Many files take few requests, as anybody and as a bot.
func TestSelectInFewRequests(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for i := range 1020 {
		if err := w.PutFile(fmt.Sprintf("Many %04d.png", i), content8("Many", fmt.Sprint(i)), "Many words. [[Category:Many]]", "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		who              mediawiki.Credentials
		lists, generated int32 // requests of a list, and of what a list generates
		wholes           int32
	}{
		"anybody": {mediawiki.Credentials{}, 3, 3, 21},
		"a bot":   {mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}, 1, 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			on := &counted{RoundTripper: w.Transport()}
			c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: on, Credentials: tt.who})
			if err != nil {
				t.Fatal(err)
			}
			var titles []provider.Title
			for name, ask := range map[string]struct {
				provider.Selection
				requests int32
			}{
				"all":         {provider.Selection{All: true}, tt.lists},
				"a prefix":    {provider.Selection{Prefix: "Many"}, tt.lists},
				"an uploader": {provider.Selection{Uploader: "Anna"}, tt.lists},
				"a category":  {provider.Selection{Category: "Many"}, 1 + tt.generated}, // is there such a one?
				"a search":    {provider.Selection{Search: "many"}, 2 * tt.generated},   // in titles and in texts
			} {
				on.n.Store(0)
				got, err := c.Select(t.Context(), ask.Selection, 5000)
				if err != nil || len(got.Titles) != 1020 || got.Cut || on.n.Load() != ask.requests {
					t.Errorf("%s: %d requests: %d files, cut: %v, %v", name, on.n.Load(), len(got.Titles), got.Cut, err)
				}
				titles = got.Titles
			}
			on.n.Store(0)
			got, err := c.Wholes(t.Context(), titles)
			if err != nil || len(got) != 1020 || on.n.Load() != tt.wholes || !got["Many 0007.png"].Page.HasText {
				t.Errorf("%d requests: %d files, %v", on.n.Load(), len(got), err)
			}
		})
	}
}

// A content of the sandbox comes whole and in part; of a private one it comes to the
// session of an account alone.
func TestSandboxOriginal(t *testing.T) {
	t.Parallel()
	w, c := album(t, sandbox.Accounts(sandbox.Account{Name: "Keeper", Password: "s3cret", Rights: []string{"read"}}))
	wholes, err := c.Wholes(t.Context(), []provider.Title{"Barn.png"})
	if err != nil {
		t.Fatal(err)
	}
	barn, content := wholes["Barn.png"], content8("Barn.png", "Anna")
	for _, from := range []int{0, 5, len(content)} {
		var got bytes.Buffer
		if n, err := c.Original(t.Context(), barn, int64(from), &got); err != nil || n != int64(len(content)-from) || !bytes.Equal(got.Bytes(), content[from:]) {
			t.Errorf("from %d: %d bytes, %v", from, n, err)
		}
	}
	w.Configure(func(s *sandbox.Settings) { s.Private = true })
	for who, told := range map[mediawiki.Credentials]bool{
		{}: false, {User: sandbox.User, Password: sandbox.Password}: false, {User: "Keeper", Password: "s3cret"}: true,
	} {
		caller := c
		if who != (mediawiki.Credentials{}) {
			if caller, err = mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: w.Transport(), Credentials: who}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := caller.Original(t.Context(), barn, 0, io.Discard); (err == nil) != told || !told && provider.KindOf(err) != provider.Denied {
			t.Errorf("%s: %v", who.User, err)
		}
	}
}
