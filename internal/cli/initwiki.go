package cli

import (
	"context"
	"fmt"
	"strings"

	"wikiform/internal/discover"
	"wikiform/internal/starting"
	"wikiform/provider"
	"wikiform/spec"
)

// inside is what -api says for the sandbox wiki inside the program.
const inside = "sandbox"

// wikiToBegin is the wiki of the new manifest; nil for the embedded sandbox.
func (a *app) wikiToBegin(ctx context.Context, o *initOptions, q *asker) (*spec.Wiki, error) {
	if o.said("api") {
		wiki, sure, err := q.find(ctx, o, o.api)
		if err != nil {
			return nil, err
		}
		if sure || wiki == nil {
			return wiki, nil
		}
		if !q.on {
			return nil, hinted{usagef("-api=%s is the address of a page; the api of its wiki was found at %s", shownURL(o.api), wiki.API),
				"Nothing was written. If that is the wiki, say: -api=" + shellQuote(wiki.API)}
		}
		yes, err := q.yes(ctx, "Is that the wiki?")
		if err != nil || yes {
			return wiki, err
		}
	}
	var wiki *spec.Wiki
	err := q.ask(ctx, "Which wiki are the files for? The address of any of its pages, or sandbox for the one inside the program.", func(answer string) error {
		if answer = strings.TrimSpace(answer); answer == "" {
			return fmt.Errorf("no address was given")
		}
		found, _, err := q.find(ctx, o, answer)
		if err != nil || found == nil {
			return err
		}
		yes, err := q.yes(ctx, "Is that the wiki?")
		if err == nil && !yes {
			err = fmt.Errorf("%s is not the wiki", found.API)
		}
		wiki = found
		return err
	})
	if err != nil {
		return nil, err
	}
	return wiki, nil
}

// find asks who is behind an address, and shows it; nil for the embedded sandbox. It is
// sure where the address was that of the API itself.
func (q *asker) find(ctx context.Context, o *initOptions, address string) (wiki *spec.Wiki, sure bool, err error) {
	if strings.TrimSpace(address) == inside {
		return nil, true, nil
	}
	at, err := discover.Host(address)
	if err != nil {
		return nil, false, ofAddress(address, err)
	}
	wiki = &spec.Wiki{Name: firstWiki, Contact: o.contact, Policy: spec.PolicyFull}
	if at.Wikimedia() || o.contact != "" {
		if err := q.contact(ctx, o, at.String()); err != nil {
			return nil, false, err
		}
		wiki.Contact = o.contact
	}
	found, err := discover.Finder{UserAgent: userAgent(*wiki)}.Find(ctx, address)
	if err != nil {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, false, ofAddress(address, err)
	}
	wiki.API = found.API
	who := "a wiki that shows nothing without a login"
	if found.Name != "" || found.Version != "" {
		who = fmt.Sprintf("%q, %s", found.Name, found.Version)
	}
	fmt.Fprintf(q.Out, "%s %s, at %s\n", q.paint(q.Out).Bold("Wiki:"), provider.VisibleInside(who), provider.VisibleInside(found.API))
	return wiki, found.Given, nil
}

// ofAddress says of an error which address it is about, without what may be a secret.
func ofAddress(address string, err error) error {
	hint := provider.HintOf(err)
	if hint != "" {
		hint += "\n"
	}
	return hinted{usagef("-api=%s: %w", shownURL(address), err), hint + "Nothing was written."}
}

// shownURL is an address as far as anybody needs it: what is behind the path may be a
// secret, and what stands before an @ is one.
func shownURL(address string) string {
	address = strings.TrimSpace(address)
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i] + "…"
	}
	if strings.Contains(address, "@") {
		return "…"
	}
	return address
}

// contact is whom the operators of a wiki can reach.
func (q *asker) contact(ctx context.Context, o *initOptions, api string) error {
	take := func(text string) error {
		text = strings.TrimSpace(text)
		if why := spec.ContactFault(api, text); why != "" {
			return fmt.Errorf("%s", strings.TrimSuffix(why, "."))
		}
		o.contact = text
		return nil
	}
	const say = "Say -contact=mailto:YOU@example.org, or the URL of a page about you."
	if o.contact != "" || !q.on {
		if err := take(o.contact); err != nil {
			return hinted{usagef("%w", err), say}
		}
		return nil
	}
	return q.ask(ctx, "Wikimedia asks every client for an address at which you can be reached: mailto:YOU@example.org, or the URL of a page about you.", take)
}

// noteTemplates says which templates of the page a wiki does not have. That nothing is known
// of them is no mistake.
func (a *app) noteTemplates(ctx context.Context, wiki *spec.Wiki, licence string) {
	if wiki == nil {
		return
	}
	titles := []string{"Template:" + starting.Template}
	if licence != "" && strings.Contains(licence, ":") { // a page elsewhere
		titles = append(titles, licence)
	} else if licence != "" {
		titles = append(titles, "Template:"+licence)
	}
	missing, err := discover.Finder{UserAgent: userAgent(*wiki)}.Missing(ctx, wiki.API, titles...)
	if err == nil && len(missing) > 0 {
		a.note("The wiki has no %s: a page would only show that name, in red. Make it there, or write %s as pages are on that wiki.",
			named(len(missing), func(i int) string { return missing[i] }), starting.DescriptionName)
	}
}
