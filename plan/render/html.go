package render

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"wikiform/internal/number"
	"wikiform/internal/preview"
	"wikiform/plan"
)

// FormatHTML is a page for a browser.
const FormatHTML Format = "html"

var (
	//go:embed web/report.html
	htmlPage string
	//go:embed web/report.css
	htmlStyle string
	//go:embed web/report.js
	htmlScript string

	htmlTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("").Parse(htmlPage)) })
)

// htmlPolicy lets the page show pictures that are in it and use the one style
// and the one script that are ours. Nothing can be loaded, sent or framed, and
// nothing that slipped through the escaping could run.
//
// A preview inherits it beside its own, so that the style of these has to be in it.
func htmlPolicy(previews bool) string {
	styles := "'" + cspHash(htmlStyle) + "'"
	if previews {
		styles += " '" + cspHash(previewStyle) + "'"
	}
	return fmt.Sprintf("default-src 'none'; img-src data:; style-src %s; script-src '%s'; base-uri 'none'; form-action 'none'; "+
		"require-trusted-types-for 'script'; trusted-types 'none'", styles, cspHash(htmlScript))
}

func cspHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// HTML writes the plan as one page that needs nothing else: for a browser, for
// a mail, for somebody who has never seen a terminal. It has the pictures of
// s.Pictures and says which are missing and why. The error is the writer's.
func HTML(w io.Writer, p *plan.Plan, s Style) error {
	out := bufio.NewWriterSize(w, 64<<10)
	guarded := &lineGuard{w: out}
	b := &htmlBuilder{plan: p, show: s.Show, pictures: s.Pictures, previews: s.Previews, room: htmlTexts, seen: map[[sha256.Size]byte]*htmlChange{}}
	if err := htmlTemplate().ExecuteTemplate(guarded, "report", b.report()); err != nil {
		return err
	}
	if err := guarded.flush(); err != nil {
		return err
	}
	return out.Flush()
}

// htmlReport is what the template "report" is given. Everything but Style and
// Script is text, which html/template escapes where it puts it.
type htmlReport struct {
	Policy   string
	Style    template.CSS
	Script   template.JS
	First    string // what is said before all else, "" for nothing
	Headline string
	Wiki     string
	Host     string
	Facts    []string // of the wiki
	Notes    []string
	Renames  renamesBlock
	Sheet    *htmlSheet
	Sections []*htmlSection
	Flags    []htmlFlag
	Orphans  htmlOrphans
	Calm     string // instead of sections
	LastLine string
}

// htmlSection is the changes of one kind, in pieces that a browser lays out
// only when they come into view.
type htmlSection struct {
	ID, Name, Sign, Lead string
	Count                string
	Chunks               []htmlPart
	Lazy                 bool // there are several chunks
}

type htmlPart struct {
	Rows []*htmlChange
	Tall bool // most of them show pictures
}

// htmlFlag is a property of changes that they can be filtered by.
type htmlFlag struct{ ID, Name, Count string }

// htmlKinds are the kinds of changes in words for people who know wikis and not
// our symbols. The identifiers are those of the style sheet.
var htmlKinds = [kinds]htmlSection{
	blocked:     {ID: "blocked", Sign: "!", Name: "To be decided", Lead: "These files cannot be published as they are declared. Each says why, and what would help."},
	deleted:     {ID: "deleted", Sign: "-", Name: "Deletions", Lead: "These titles disappear from the wiki, with their pages, their files and all that both have been. Only the wiki’s administrators can bring them back."},
	moved:       {ID: "moved", Sign: ">", Name: "Moves", Lead: "These files get other titles. Their versions, their texts and their histories go along."},
	redirected:  {ID: "redirected", Sign: "~", Name: "Redirects", Lead: "These titles send their readers on to a file of another name."},
	content:     {ID: "content", Sign: "~", Name: "New versions", Lead: "The wiki has these files with other content. The new content becomes the current version; the old one stays in the file’s history."},
	description: {ID: "description", Sign: "~", Name: "Descriptions", Lead: "Only the text of the page changes. The file itself stays as it is."},
	tagged:      {ID: "tagged", Sign: "~", Name: "Change tags", Lead: "What was written to these files before gets change tags. The files and their pages stay as they are."},
	restored:    {ID: "restored", Sign: "+", Name: "Undeletions", Lead: "What was deleted under these titles comes back: what is named, and nothing else."},
	created:     {ID: "created", Sign: "+", Name: "New files", Lead: "The wiki does not have these files yet."},
	unknown:     {ID: "unknown", Sign: "?", Name: "Not known", Lead: "Whether these files differ cannot be told yet, so nothing is done to them."},
	heldBack:    {ID: "held", Sign: "=", Name: "Left as they are", Lead: "These files differ from what is declared, and the declaration itself lets them stay as they are. Nothing is done to them."},
}

// htmlBuilder makes the report of one plan.
type htmlBuilder struct {
	plan     *plan.Plan
	show     []plan.Action // none means all
	pictures album
	previews preview.Pages
	room     int                               // bytes of differences that may still be shown
	seen     map[[sha256.Size]byte]*htmlChange // differences by their sums
	ids      int
	drawn    int // changes with pictures so far
	tiles    []*htmlTile
	flags    map[string]int
}

func (b *htmlBuilder) report() *htmlReport {
	p := b.plan
	r := &htmlReport{
		Policy: htmlPolicy(len(b.previews) > 0), Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		Headline: headline(p), Wiki: visible(p.Wiki.Name), Host: visible(host(p.Wiki.API)),
		Calm: calm(p), LastLine: htmlLastLine(p.Counts()),
	}
	if r.Host == "" {
		r.Host = r.Wiki
	}
	r.Facts = b.facts()
	r.Renames.Said, r.Renames.Lines = renames(p, 0)
	if len(b.show) == 0 {
		r.Orphans = orphansPage(p)
	}
	if p.Since != nil {
		r.First = p.Since.String() + "."
	}
	if before, receipt := rollback(p); receipt != "" {
		r.Notes = append(r.Notes, before+visible(receipt)+".")
	}
	if p.Unsought != "" {
		r.Notes = append(r.Notes, "? "+visible(p.Unsought))
	}
	for _, n := range p.Notes {
		r.Notes = append(r.Notes, visible(n))
	}
	b.flags = map[string]int{}
	views := viewsOf(p, b.pictures)
	if n := hidden(views, b.show); n > 0 {
		r.Notes = append(r.Notes, number.Of(n, "change")+" of other kinds left out of this page.")
	}
	for _, s := range inSections(views, b.show...) {
		r.Sections = append(r.Sections, b.section(s))
	}
	r.Sheet = b.sheet(len(views) - hidden(views, b.show))
	if b.pictures == nil && pictured(views) {
		r.Notes = append(r.Notes, "This page was made without pictures. “wikiform plan -report=html:FILE” puts them in.")
	}
	for _, f := range []htmlFlag{{ID: "place", Name: "Position added"}, {ID: "others", Name: "Others’ work"}, {ID: "merged", Name: "Merged with others’"}, {ID: "kept", Name: "Changed by others"}, {ID: "used", Name: "Still used"}} {
		if n := b.flags[f.ID]; n > 0 {
			f.Count = number.Grouped(n)
			r.Flags = append(r.Flags, f)
		}
	}
	return r
}

// pictured reports whether there is any content of which pictures could be made.
func pictured(views []*view) bool {
	return slices.ContainsFunc(views, func(v *view) bool { return v.content != nil || v.goes != nil })
}

func (b *htmlBuilder) facts() []string {
	who := "Read without logging in"
	if b.plan.Wiki.Account != "" {
		who = "As " + visible(b.plan.Wiki.Account)
	}
	facts := []string{who}
	if g := b.plan.Wiki.Generator; g != "" {
		facts = append(facts, visible(g))
	}
	if same := asWanted(b.plan); same > 0 {
		facts = append(facts, number.Of(same, "file")+" unchanged")
	}
	return append(facts, "Nothing has been published yet")
}

// headline says in one breath what will happen.
func headline(p *plan.Plan) string {
	n, redirects, restored := p.Counts(), 0, 0
	for i := range p.Changes {
		switch c := &p.Changes[i]; {
		case c.Action() != plan.Create:
		case c.Redirects() != "":
			redirects++
		case c.Restore() != nil:
			restored++
		}
	}
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{n.Destroy, "deletion"}, {n.Move, "move"}, {n.Add - redirects - restored, "new file"}, {restored, "undeletion"}, {redirects, "new redirect"}, {n.Change, "change"}} {
		if part.n > 0 {
			parts = append(parts, number.Of(part.n, part.what))
		}
	}
	if n.Blocked > 0 {
		parts = append(parts, number.Grouped(n.Blocked)+" to be decided")
	}
	if len(parts) == 0 {
		return "Nothing will change"
	}
	if last := len(parts) - 1; last > 0 {
		return strings.Join(parts[:last], ", ") + " and " + parts[last]
	}
	return parts[0]
}

func htmlLastLine(n plan.Counts) string {
	line := "Plan:" + pending(n)
	if n.Blocked > 0 {
		line += " " + number.Grouped(n.Blocked) + " blocked."
	}
	if n.Unknown > 0 {
		line += " " + number.Grouped(n.Unknown) + " unknown."
	}
	return line + staying(n.Held-n.Kept, n.Kept).counted
}

// calm is what a report with nothing to show says.
func calm(p *plan.Plan) string {
	if p.Receipt != "" {
		return "There is nothing to take back."
	}
	return "The wiki is as it should be."
}
