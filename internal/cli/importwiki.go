package cli

import (
	"wikiform/provider/endpoint"
	"wikiform/spec"
)

// firstWiki is what the wiki block is called that an import writes.
const firstWiki = "main"

// wikiToImport is the wiki that is asked, and the block for it where one is to be written.
func (j *job) wikiToImport(o *importOptions) (wiki spec.Wiki, block *spec.Wiki, err error) {
	if o.api == "" {
		wiki, err = chooseWiki(j.project, o.wiki)
		return wiki, nil, err
	}
	e, err := endpoint.Parse(o.api)
	if err != nil {
		return wiki, nil, usagef("-api=%s: the URL %w", o.api, err)
	}
	if why := e.ForReaders(); why != "" {
		return wiki, nil, usagef("-api=%s: the URL %s", o.api, why)
	}
	m := j.project.Manifest()
	for _, declared := range m.Wikis {
		if declared.API == e.String() && (o.wiki == "" || o.wiki == declared.Name) {
			return declared, nil, nil // by an import before
		}
	}
	switch {
	case len(m.Wikis) > 0:
		return wiki, nil, hinted{usagef("-api=%s is none of the wikis that the manifest declares", o.api), "Add a wiki block for it, and choose it with -wiki=NAME."}
	case len(m.Declared()) > 0:
		return wiki, nil, hinted{usagef("-api=%s: the manifest declares files without a wiki block, and one would move them all there", o.api), "Write the wiki block yourself, or import into a directory of its own."}
	case o.wiki != "":
		return wiki, nil, usagef("-wiki chooses a wiki block, and there is none; -api alone writes one")
	}
	wiki = spec.Wiki{Name: firstWiki, API: e.String(), Contact: o.contact, Policy: spec.PolicyFull}
	if o.contact == "" && !wiki.Wikimedia() {
		return wiki, &wiki, nil
	}
	if why := spec.ContactFault(wiki.API, o.contact); why != "" {
		return wiki, nil, hinted{usagef("%s", why), "Say -contact=mailto:YOU@example.org, or the URL of a page about you."}
	}
	return wiki, &wiki, nil
}
