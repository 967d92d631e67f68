package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/internal/working"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Bounds of all previews of one plan, whatever the wiki answers.
const (
	// MaxTexts is of how many texts there are previews. The wiki has to parse each.
	MaxTexts   = 100
	maxAll     = 6 << 20 // bytes of all pages
	allTime    = 3 * time.Minute
	checkTime  = 30 * time.Second
	mostFailed = 3 // answers in a row that are none, after which the wiki is left alone
)

// Asker is a wiki that shows texts.
type Asker interface {
	// Preview gives how the wiki would show a text as the page of a title, to everybody or
	// to the account. An error of kind [provider.Auth] is that it does not answer such a reader.
	Preview(ctx context.Context, title provider.Title, text string, asAccount bool) (provider.Preview, error)
}

// Reader is who the wiki shows the texts to.
type Reader string

// The readers.
const (
	Everybody Reader = "everybody" // who is not logged in
	Account   Reader = "account"   // where the wiki shows nothing to everybody

	// answered is everybody, of a wiki that has answered them: no account is asked in their
	// place, even if the wiki refuses a text for once.
	answered Reader = "answered"
)

// Page is how one text would be shown.
type Page struct {
	HTML    string   // what [Clean] left
	Cut     bool     // there is more
	Account bool     // it is what the account may read
	Lacking []string // what the wiki does not have, where the plan itself must not say it
	Missing string   // why there is nothing, in a sentence; "": there is
}

// Pages are previews by titles. A title that is not in it has nothing to show.
type Pages map[provider.Title]Page

// HiddenError is that the wiki shows texts only to those who are logged in.
type HiddenError struct {
	Err    error // what it said
	Reader Reader
}

func (e *HiddenError) Error() string {
	if e.Reader == Account {
		return "the wiki shows no preview to the account: " + e.Err.Error()
	}
	return "the wiki shows no preview to those who are not logged in"
}

// Unwrap gives the cause.
func (e *HiddenError) Unwrap() error { return e.Err }

// Hint implements [provider.Hinter].
func (e *HiddenError) Hint() string {
	if e.Reader == Account {
		return "Log in as an account that may read the wiki, or plan without -preview."
	}
	return "Plan without -preview, or with -preview=account: then the wiki shows whoever wrote the text everything that the account may read, and so does the report."
}

// Check gives the error of [Ask] where the wiki shows such a reader nothing, so that
// nobody waits for a plan that there will not be, and otherwise the reader to ask as. It has
// the wiki show an empty text.
func Check(ctx context.Context, wiki Asker, reader Reader) (Reader, error) {
	ctx, stop := context.WithTimeoutCause(ctx, checkTime, errLate)
	defer stop()
	a := &asking{wiki: wiki, reader: reader}
	_, err := a.ask(ctx, "Preview.png", "")
	if hidden, ok := errors.AsType[*HiddenError](err); ok {
		return reader, hidden
	}
	if err == nil && !a.asAccount {
		return answered, nil
	}
	return reader, nil // what else is wrong, [Ask] says of each text
}

// Ask makes the previews of the texts that come or change, those first that replace
// others' work and then those of pages that are there. What the wiki says to be lacking
// becomes a remark of the change, of many a note of the plan, or, where it was asked as the account, is on the page
// alone. It is an error that the wiki does not answer such a reader, or that ctx ends; of
// everything else that goes wrong a page says so.
func Ask(ctx context.Context, p *plan.Plan, wiki Asker, reader Reader) (Pages, error) {
	chosen := choose(p.Changes)
	a := &asking{wiki: wiki, reader: reader, room: maxAll, lacking: map[provider.Title]provider.Preview{}}
	task := working.Begin(ctx, "previews", min(len(chosen), MaxTexts))
	defer task.End()
	within, stop := context.WithTimeoutCause(ctx, allTime, errLate)
	defer stop()
	pages := Pages{}
	for i, c := range chosen {
		if i >= MaxTexts {
			pages[c.Claim.Title] = Page{Missing: fmt.Sprintf("The wiki is asked for previews of at most %d texts.", MaxTexts)}
			continue
		}
		page, err := a.page(within, c)
		if err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		pages[c.Claim.Title] = page
		task.Done(1)
	}
	p.RemarkLacking(a.lacking)
	return pages, nil
}

var errLate = errors.New("there was no time left for more previews")

// mostAlike is of how many texts of one block there are previews before all other blocks
// have had theirs: they are from one template, and look alike.
const mostAlike = 3

// choose gives the changes with a text to show, in the order in which they are asked for:
// what replaces others' work, some of each block, and the rest; pages that are there first.
func choose(changes []plan.Change) []*plan.Change {
	var chosen []*plan.Change
	rank := map[*plan.Change]int{}
	ofBlock := map[spec.Address]int{}
	for i := range changes {
		c := &changes[i]
		if _, ok := c.Previewed(); !ok {
			continue
		}
		chosen = append(chosen, c)
		block, _, _ := c.Claim.Address.Block()
		ofBlock[block]++
		switch {
		case c.ReplacesOthers():
			continue
		case ofBlock[block] <= mostAlike:
			rank[c] = 1
		default:
			rank[c] = 3
		}
		if c.Was().Page == nil {
			rank[c]++
		}
	}
	slices.SortStableFunc(chosen, func(a, b *plan.Change) int { return cmp.Compare(rank[a], rank[b]) })
	return chosen
}

// asking is what is known of a wiki while it is asked.
type asking struct {
	wiki      Asker
	reader    Reader
	asAccount bool                                // it shows nothing to everybody
	failed    int                                 // answers in a row that were none
	room      int                                 // bytes of pages that may still come
	lacking   map[provider.Title]provider.Preview // what texts lack that everybody may know of
}

func (a *asking) page(ctx context.Context, c *plan.Change) (Page, error) {
	switch {
	case ctx.Err() != nil:
		return Page{Missing: sentence(context.Cause(ctx).Error())}, nil
	case a.failed >= mostFailed:
		return Page{Missing: fmt.Sprintf("The wiki was not asked: of %s before this one it made no preview.", number.Of(a.failed, "text"))}, nil
	case a.room <= 0:
		return Page{Missing: "The report would become too large with more previews."}, nil
	}
	text, _ := c.Previewed()
	said, err := a.ask(ctx, c.Claim.Title, text)
	if hidden, ok := errors.AsType[*HiddenError](err); ok {
		return Page{}, hidden
	}
	if err != nil {
		a.failed++
		return Page{Missing: sentence("the wiki made no preview: " + err.Error())}, nil
	}
	a.failed = 0
	page := Page{Account: a.asAccount}
	if a.asAccount { // what a text brings in can be made of words of any page: {{:{{:Minutes}}}}
		for _, r := range plan.Lacking(said) {
			page.Lacking = append(page.Lacking, r.Text)
		}
	} else {
		a.lacking[c.Claim.Title] = provider.Preview{Pages: said.Pages, Categories: said.Categories}
	}
	page.HTML, page.Cut = Clean(said.HTML)
	if page.HTML == "" {
		page.Missing = "The wiki shows nothing of this text."
	}
	a.room -= len(page.HTML)
	return page, nil
}

// ask asks as everybody, and once that was refused and the user has said so, as the account.
func (a *asking) ask(ctx context.Context, title provider.Title, text string) (provider.Preview, error) {
	if !a.asAccount {
		said, err := a.wiki.Preview(ctx, title, text, false)
		if provider.KindOf(err) != provider.Auth || a.reader == answered {
			return said, err
		}
		if a.reader != Account {
			return said, &HiddenError{err, a.reader}
		}
		a.asAccount = true
	}
	said, err := a.wiki.Preview(ctx, title, text, true)
	if provider.KindOf(err) == provider.Auth {
		return said, &HiddenError{err, a.reader}
	}
	return said, err
}

// sentence makes one line of what went wrong.
func sentence(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	line = strings.TrimSuffix(line, ".")
	return strings.ToUpper(line[:1]) + line[1:] + "."
}
