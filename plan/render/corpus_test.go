package render

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"wikiform/internal/filetype"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

var (
	day    = time.Date(2026, 11, 20, 8, 15, 0, 0, time.UTC)
	museum = plan.Wiki{
		Name:      "production",
		API:       "https://commons.example.org/w/api.php",
		Generator: "MediaWiki 1.43.9",
		Account:   "Uploader",
	}
	site = provider.Site{
		Extensions: []string{"gif", "jpg", "png", "svg"},
		MaxUpload:  512 << 20,
		MaxText:    2 << 20,
		Tags:       []string{"museum-upload", "logo"},
	}
	uploader = provider.Account{Name: "Uploader", Rights: []string{
		"upload", "edit", "createpage", "reupload", "upload_by_url", "applychangetags",
	}}
)

// world collects what a plan is computed from.
type world struct {
	wants []plan.Claim
	facts plan.Facts
}

func newWorld() *world {
	return &world{facts: plan.Facts{
		Wiki: museum, Site: site, Account: uploader,
		Have: map[provider.Title]provider.File{}, Holders: map[provider.SHA1][]provider.Title{},
	}}
}

// tagging lets the account add tags to what was written before, a day later.
func (w *world) tagging() {
	w.facts.Account.Rights = append(slices.Clone(w.facts.Account.Rights), "changetags")
	w.facts.Site.Time = day.Add(24 * time.Hour)
}

func (w *world) plan() *plan.Plan { return plan.Compute(w.wants, w.facts) }

// want adds a file; content names its bytes.
func (w *world) want(address, title, content string, size int64, more ...func(*plan.Claim)) {
	wt := plan.Claim{
		Address: spec.Address(address),
		Title:   provider.Title(title),
		Content: &plan.Content{Source: spec.Source{Path: "scans/" + title}, Digest: provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: size}},
		Comment: "Museum batch 2026.11",
		Tags:    []string{"museum-upload"},
		At:      plan.Position{File: "photos.wiki.hcl", Line: 3 + 9*len(w.wants)},
	}
	for _, m := range more {
		m(&wt)
	}
	w.wants = append(w.wants, wt)
}

func (w *world) have(title, content string, size int64, text, user string) {
	f := provider.File{Title: provider.Title(title)}
	if content != "" {
		f.Version = &provider.Version{
			Digest: provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: size},
			MIME:   "image/jpeg", Width: 1600, Height: 1200, User: user, Time: day,
		}
	}
	f.Page = &provider.Page{Rev: 9, TextSHA1: provider.TextSHA1(text), Text: text, HasText: true, User: user, Time: day.Add(time.Hour), Tags: []string{"museum-upload"}}
	w.facts.Have[f.Title] = f
}

func text(s string) func(*plan.Claim) { return func(w *plan.Claim) { w.Text = &plan.Text{Text: s} } }

func from(u string, via spec.Via, pinned bool) func(*plan.Claim) {
	return func(w *plan.Claim) {
		w.Content.Source = spec.Source{URL: u, Via: via}
		if !pinned {
			w.Content.Digest = provider.Digest{}
		}
	}
}

func typed(mime filetype.Type) func(*plan.Claim) {
	return func(wt *plan.Claim) { wt.Content.Type = mime }
}

func tags(ts ...string) func(*plan.Claim) { return func(w *plan.Claim) { w.Tags = ts } }

func information(author, more string) string {
	return fmt.Sprintf("== Summary ==\n{{Information\n |description = {{en|1=The old bridge over the river}}\n |date        = 1911-06-02\n |source      = Museum archive\n |author      = %s\n |permission  = \n |other       = %s\n}}\n\n== Licensing ==\n{{PD-old}}\n\n[[Category:Bridges]]", author, more)
}

// corpus are the plans that every renderer has a golden file for; nobody may
// change them.
var corpus = sync.OnceValue(func() map[string]*plan.Plan {
	all := samples()
	for name, p := range sizedPlans() {
		all["sized-"+name] = p
	}
	for name, evil := range hostileTexts() {
		if len(evil) > 64<<10 {
			all["hostile-"+name] = described(evil)
			continue
		}
		all["hostile-"+name] = hostile(evil)
	}
	return all
})

// samples are those of them that a person could read.
func samples() map[string]*plan.Plan {
	all := scenes()
	for _, plans := range []map[string]*plan.Plan{actionPlans(), namePlans(), duplicatePlans(), guardPlans(), mergePlans(), undoPlans()} {
		for name, p := range plans {
			all["action-"+name] = p
		}
	}
	for _, plans := range []map[string]*plan.Plan{blockedPlans(), blockedNamePlans(), blockedDuplicatePlans(), blockedMergePlans()} {
		for name, p := range plans {
			all["blocked-"+name] = p
		}
	}
	return all
}

// scenes are plans as people meet them.
func scenes() map[string]*plan.Plan {
	return map[string]*plan.Plan{
		"empty":           newWorld().plan(),
		"unchanged":       unchanged(),
		"mixed":           mixed(),
		"names":           allActions(),
		"orphans":         orphans(),
		"orphans-held":    held(),
		"orphans-unknown": unsought(),
		"anonymous":       anonymous(),
		"anonymous-names": anonymousNames(),
		"blocked":         onlyBlocked(),
		"unknown":         onlyUnknown(),
		"unpinned":        unpinned(),
		"promoted":        promoted(),
		"large":           large(),
		"others":          others(),
		"scattered":       scattered(),
		"long":            long(),
		"scripts":         scripts(),
		"hostile":         hostile("hostile"),
		"previewed":       previewedPlan(),
	}
}

func unchanged() *plan.Plan {
	w := newWorld()
	w.want("file.logo", "Logo.svg", "logo", 300, text("x"))
	w.have("Logo.svg", "logo", 300, "x", "Anna")
	return w.plan()
}

// mixed has every section and most of what an entry can show.
func mixed() *plan.Plan {
	w := newWorld()
	w.want("file.same", "Museum - Same.jpg", "same", 9, text("x"))
	w.have("Museum - Same.jpg", "same", 9, "x", "Uploader")

	w.want("file.logo", "Museum - Logo.svg", "logo 2", 14336, tags("museum-upload", "logo"))
	w.have("Museum - Logo.svg", "logo 1", 12595, "x", "Anna")
	w.want("file.barn", "Museum - Barn.jpg", "barn", 40000, text(information("Anna Schmidt", "{{Accession|1911/17}}")))
	w.have("Museum - Barn.jpg", "barn", 40000, information("Anna Schmitt", ""), "Uploader")
	w.want(`file.plate["0001"]`, "Museum - Bridge.jpg", "bridge 2", 5<<20, text(information("unknown", "")))
	w.have("Museum - Bridge.jpg", "bridge 1", 4<<20, information("Anna Schmitt", "")+"\n[[Category:To do]]", "Bob")
	w.want(`file.plate["0002"]`, "Museum - Castle.jpg", "castle", 3<<20, text("{{Information\n |author = Anna Schmitt\n}}"))
	w.want(`file.plate["0003"]`, "Museum - Dam.jpg", "dam", 3<<20)
	w.want("file.aerial", "Museum - Aerial.jpg", "", 0, from("https://data.example.org/aerial.jpg", spec.ViaServer, false), text("x"))
	w.want("file.map", "Museum - Map.png", "", 0, from("https://data.example.org/map.png", spec.ViaAuto, false), text("x"))
	w.have("Museum - Map.png", "map", 77, "x", "Uploader")

	w.want("file.poster", "Museum - Poster.jpg", "poster", 900, tags("museum"))
	w.want("file.film", "Museum - Film.ogv", "film", 600<<20)
	return w.plan()
}

func anonymous() *plan.Plan {
	w := newWorld()
	w.facts.Wiki.Account, w.facts.Account = "", provider.Account{}
	w.want("file.logo", "Museum - Logo.svg", "logo 2", 14336, text("x"))
	w.have("Museum - Logo.svg", "logo 1", 12595, "x", "Anna")
	return w.plan()
}

// anonymousNames are of what only is done if it is ours, and nobody says who we are.
func anonymousNames() *plan.Plan {
	return names(func(w *world) {
		page := information("Anna Schmitt", "")
		w.facts.Wiki.Account, w.facts.Account = "", provider.Account{}
		w.move("Old.jpg", "New.jpg")
		w.have("Old.jpg", "a", 4000, page, "Uploader")
		w.absent("absent.b", "B.jpg")
		w.have("B.jpg", "b", 4000, page, "Anna")
		w.redirect("redirect.c", "C.jpg", "New.jpg")
		w.leads("C.jpg", "File:X.jpg", "Anna")
		w.absent("absent.d", "D.jpg", foreign)
		w.have("D.jpg", "d", 4000, page, "Anna")
	})
}

func onlyBlocked() *plan.Plan {
	w := newWorld()
	w.facts.Site.ReadOnly = "The database is being moved."
	w.want("file.logo", "Museum - Logo.svg", "logo", 14336)
	w.want("file.barn", "Museum - Barn.jpg", "barn", 14336)
	return w.plan()
}

func onlyUnknown() *plan.Plan {
	w := newWorld()
	w.want("file.map", "Map.png", "", 0, from("https://data.example.org/map.png", spec.ViaClient, false), text("x"))
	w.have("Map.png", "map", 77, "x", "Uploader")
	return w.plan()
}

func unpinned() *plan.Plan {
	w := newWorld()
	w.want("file.a", "A.png", "", 0, from("https://data.example.org/a.png", spec.ViaAuto, false), text(""))
	w.want("file.b", "B.png", "b", 0, from("https://data.example.org/b.png", spec.ViaClient, true))
	w.want("file.c", "C.png", "", 0, from("https://data.example.org/c.png", spec.ViaClient, false), text("new\ntext"))
	w.have("C.png", "c", 77, "old text", "Uploader")
	return w.plan()
}

// large has a group of every kind that folds, and others' work among it.
func large() *plan.Plan { return largeOf([]string{"Uploader", "Anna", "Uploader", "Bob"}) }

// largeOf is large on a wiki where these accounts wrote in turn.
func largeOf(users []string) *plan.Plan {
	w := newWorld()
	for i := range 340 {
		title := fmt.Sprintf("Museum - Photo %04d.jpg", i)
		before := information("Anna Schmitt", fmt.Sprint(i))
		w.want(fmt.Sprintf("file.photo[%q]", fmt.Sprintf("%04d", i)), title, title, 1<<20, text(strings.Replace(before, "Schmitt", "Schmidt", 1)))
		w.have(title, title, 1<<20, before, users[i%len(users)])
	}
	for i := range 300 {
		title := fmt.Sprintf("Museum - Plate %04d.jpg", i)
		w.want(fmt.Sprintf("file.plate[%q]", fmt.Sprintf("%04d", i)), title, title, int64(i+1)<<20, text(information("Plate", fmt.Sprint(i))))
	}
	for i := range 25 {
		title := fmt.Sprintf("Museum - Scan %02d.jpg", i)
		w.want(fmt.Sprintf("file.scan[%q]", fmt.Sprintf("%02d", i)), title, "new "+title, 2<<20, text("x"))
		w.have(title, "old "+title, 1<<20, "x", users[i%len(users)])
	}
	for i := range 30 {
		title := fmt.Sprintf("Museum - Raw %02d.tif", i)
		w.want(fmt.Sprintf("file.raw[%q]", fmt.Sprintf("%02d", i)), title, title, 2<<20)
	}
	w.want("file.odd", "Museum - Odd.tiff", "odd", 2<<20)
	return w.plan()
}

// others has everything that can be said of whose work is replaced, among work of
// our own.
func others() *plan.Plan {
	w := newWorld()
	w.facts.Authors, w.facts.Uploaders = map[provider.Title]plan.Author{}, map[provider.Title]plan.Author{}
	w.facts.Neighbours = map[provider.Title][]provider.Title{}
	own, us := plan.Author{User: "Uploader", Time: day}, "Uploader"
	for i, a := range []plan.Author{
		own,
		{User: "Anna", Time: day},
		{Unknown: "an older text is hidden"},
		{User: "", Time: day},
		{User: "xx>Eve", Time: day},
		{User: us, Time: day, Back: &plan.Act{User: "Bob", Time: day.Add(time.Hour)}},
		{User: us, Time: day, Back: &plan.Act{User: us, Time: day.Add(time.Hour)}},
		{User: "Anna", Time: day, Back: &plan.Act{User: us, Time: day.Add(time.Hour)}},
	} {
		title := fmt.Sprintf("Page %d.jpg", i)
		w.want(fmt.Sprintf("file.page[%q]", fmt.Sprint(i)), title, title, 10, text("now"))
		w.have(title, title, 10, "was", us)
		w.facts.Authors[provider.Title(title)] = a
		title = fmt.Sprintf("Scan %d.jpg", i)
		w.want(fmt.Sprintf("file.scan[%q]", fmt.Sprint(i)), title, title, 10)
		w.have(title, "old "+title, 10, "x", us)
		w.facts.Uploaders[provider.Title(title)] = a
	}
	for i := range 30 {
		title := fmt.Sprintf("Later %02d.jpg", i)
		w.want(fmt.Sprintf("file.later[%q]", fmt.Sprint(i)), title, title, 10, text("now"))
		w.have(title, title, 10, "was", us)
		w.facts.Authors[provider.Title(title)] = own
		if i == 27 {
			w.facts.Authors[provider.Title(title)] = plan.Author{User: "Anna", Time: day}
		}
		title = fmt.Sprintf("New %02d.jpg", i)
		w.want(fmt.Sprintf("file.new[%q]", fmt.Sprint(i)), title, title, 10, text("now"))
		switch i % 10 {
		case 7:
			w.facts.Neighbours[provider.Title(title)] = []provider.Title{provider.Title(fmt.Sprintf("New %02d.svg", i))}
		case 9:
			w.have(title, "", 0, "of "+title, "Anna")
		}
	}
	return w.plan()
}

// scattered has many different changes of one kind, in many blocks.
func scattered() *plan.Plan {
	w := newWorld()
	for i := range 60 {
		title := fmt.Sprintf("Page %02d.jpg", i)
		w.want(fmt.Sprintf("file.page_%02d", i), title, title, 10, text(fmt.Sprintf("now %d", i)))
		w.have(title, title, 10, fmt.Sprintf("was %d", i*i), "Uploader")
	}
	return w.plan()
}

// long has titles, lines and texts that do not fit.
func long() *plan.Plan {
	w := newWorld()
	title := strings.Repeat("A title that goes on ", 9) + "for ever.jpg"
	filler := strings.Repeat("lorem ipsum dolor sit amet ", 12)
	w.want(`file.plate["a rather long key, made of many words"]`, title, "a", 10,
		text(filler+"\nSome "+filler+"new words "+filler+"end.\n"+strings.Repeat("new prose ", 90)),
		func(w *plan.Claim) { w.Comment = filler })
	w.have(title, "a", 10, filler+"\nSome "+filler+"old words "+filler+"end.", "Uploader")
	var many strings.Builder
	for i := range 60 {
		fmt.Fprintf(&many, "line %d\n", i)
	}
	w.want("file.new", "New.jpg", "new", 10, text(many.String()))
	w.want("file.rewritten", "Rewritten.jpg", "r", 10, text(many.String()))
	w.have("Rewritten.jpg", "r", 10, strings.ReplaceAll(many.String(), "line", "Zeile"), "Uploader")
	w.want("file.cleared", "Cleared.jpg", "c", 10, text(""))
	w.have("Cleared.jpg", "c", 10, "some\ntext", "Uploader")
	return w.plan()
}

func scripts() *plan.Plan {
	w := newWorld()
	w.want("file.hashi", "橋の写真.jpg", "h", 10, text("この橋は1911年に建てられました。とても古い橋です。この橋は1911年に建てられました。とても古い橋です。\ncafé noir"))
	w.have("橋の写真.jpg", "h", 10, "この橋は1912年に建てられました。とても古い橋です。この橋は1912年に建てられました。とても古い橋です。\ncafe\u0323 noir", "山田")
	w.want("file.gesher", "גשר ישן.jpg", "g", 10, text("גשר חדש"))
	w.have("גשר ישן.jpg", "g2", 10, "גשר ישן", "Uploader")
	return w.plan()
}

// hostile puts a text into every place that is foreign.
func hostile(evil string) *plan.Plan {
	if evil == "hostile" {
		evil = "::error file=x::y\n \t::warning::z ##[error]a ##vso[task.complete]\x1b[2J\x1b]0;title\a\u202egpj.exe\u2066 \r\u200b\u009b1m\x00\xff ###[x"
	}
	everything := func(w *plan.Claim) {
		w.Content.Source.Path, w.Comment, w.Tags = evil, evil, []string{evil}
		w.At.File = evil
		w.Text = &plan.Text{Text: evil}
	}
	w := newWorld()
	w.facts.Site.Tags = nil
	w.facts.Wiki = plan.Wiki{Name: evil, API: "https://" + evil, Generator: evil, Account: evil}
	w.want(evil, evil+".jpg", "new", 9, everything)
	w.have(evil+".jpg", "old", 9, "old "+evil+" old", evil)
	w.facts.Have[provider.Title(evil+".jpg")].Version.MIME = evil
	w.want("file.b", "B.jpg", "b", 9, everything)
	w.want("file.c", "C.tif", "c", 9, everything)
	w.want("file.d", "D.jpg", "d", 9, everything, func(w *plan.Claim) { w.Fault = &plan.Problem{Reason: plan.TitleRefused, Text: evil} })
	w.want("file.e", "E.jpg", "e", 9, text("a\n##"+evil+"[b]\n: :"+evil))
	w.have("E.jpg", "e", 9, "a\n#"+evil+"[error]\n:"+evil, evil)
	return hostileMerges(w, evil)
}
