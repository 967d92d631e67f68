package cli

import (
	"wikiform/apply/reconcile"
	"wikiform/provider/endpoint"
	"wikiform/spec"
)

// firstWiki is what the wiki block is called that an import writes.
const firstWiki = "main"

// forAPI reads the manifest for the wiki at the address of -api, if it declares that and
// depends on which one is chosen.
func forAPI(api string, open opening) opening {
	return func(w *workspace, o *manifestOptions, from reconcile.Sources) (*reconcile.Project, error) {
		project, err := open(w, o, from)
		if err != nil || api == "" || o.wiki.name != "" || project.Manifest().For == "" {
			return project, err
		}
		e, err := endpoint.Parse(api)
		if err != nil {
			return project, nil // which is told later
		}
		for _, declared := range project.Manifest().Wikis {
			if declared.API == e.String() && declared.Name != project.Manifest().For {
				o.wiki.plan = declared.Name
				return open(w, o, from)
			}
		}
		return project, nil
	}
}

// wikiToImport is the wiki that is asked, and the block for it where one is to be written.
func (j *job) wikiToImport(o *importOptions) (wiki spec.Wiki, block *spec.Wiki, err error) {
	if o.api == "" {
		wiki, err = o.wiki.of(j.project)
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
		if declared.API == e.String() && (o.wiki.name == "" || o.wiki.name == declared.Name) {
			return declared, nil, nil // by an import before
		}
	}
	switch {
	case len(m.Wikis) > 0:
		return wiki, nil, hinted{usagef("-api=%s is none of the wikis that the manifest declares", o.api), "Add a wiki block for it, and choose it with -wiki=NAME."}
	case len(m.Declared()) > 0:
		return wiki, nil, hinted{usagef("-api=%s: the manifest declares files without a wiki block, and one would move them all there", o.api), "Write the wiki block yourself, or import into a directory of its own."}
	case o.wiki.name != "":
		return wiki, nil, usagef("%s chooses a wiki block, and there is none; -api alone writes one", o.wiki.by)
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
