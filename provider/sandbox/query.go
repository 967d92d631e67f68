package sandbox

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// question is a query while its modules answer it.
type question struct {
	pages *pageSet
	out   obj
}

// queryModule is one module of action=query; kind is the parameter that asks
// for it.
type queryModule struct {
	kind string // "prop", "list" or "meta"
	run  func(*Wiki, *request, *question) error
}

var queryModules = map[string]queryModule{
	"imageinfo":        onPages((*Wiki).imageInfo),
	"info":             onPages((*Wiki).pageInfo),
	"revisions":        onPages((*Wiki).revisions),
	"deletedrevisions": onPages((*Wiki).deletedRevisions),
	"duplicatefiles":   onPages((*Wiki).duplicateFiles),
	"fileusage":        onPages((*Wiki).fileUsage),
	"redirects":        onPages((*Wiki).redirectsTo),
	"contributors":     onPages((*Wiki).contributors),
	"categories":       onPages((*Wiki).categories),
	"categoryinfo":     onPages((*Wiki).categoryInfo),
	"stashimageinfo":   inList("prop", "stashimageinfo", (*Wiki).stashImageInfo),
	"allrevisions":     inList("list", "allrevisions", (*Wiki).allRevisions),
	"allimages":        inList("list", "allimages", (*Wiki).allImages),
	"usercontribs":     inList("list", "usercontribs", (*Wiki).userContribs),
	"logevents":        inList("list", "logevents", (*Wiki).logEvents),
	"mystashedfiles":   inList("list", "mystashedfiles", (*Wiki).myStashedFiles),
	"users":            inList("list", "users", (*Wiki).knownUsers),
	"tags":             inList("list", "tags", (*Wiki).listTags),
	"filearchive":      inList("list", "filearchive", (*Wiki).fileArchive),
	"siteinfo":         aboutWiki((*Wiki).siteInfo),
	"userinfo":         aboutWiki((*Wiki).userInfo),
	"filerepoinfo":     aboutWiki((*Wiki).fileRepoInfo),
	"tokens":           aboutWiki((*Wiki).tokens),
}

// onPages is a module that adds to the pages asked for.
func onPages(run func(*Wiki, *request, *pageSet) error) queryModule {
	return queryModule{"prop", func(w *Wiki, r *request, q *question) error { return run(w, r, q.pages) }}
}

// inList is a module that answers with a list of its own.
func inList(kind, name string, run func(*Wiki, *request) (any, error)) queryModule {
	return queryModule{kind, func(w *Wiki, r *request, q *question) (err error) {
		q.out[name], err = run(w, r)
		return err
	}}
}

// aboutWiki is a module that adds facts under names of its own.
func aboutWiki(run func(*Wiki, *request, obj) error) queryModule {
	return queryModule{"meta", func(w *Wiki, r *request, q *question) error { return run(w, r, q.out) }}
}

// progress is where a query stands that is answered in several parts.
type progress struct {
	next  obj      // parameters of the next part
	pages bool     // some pages are not complete
	done  []string // modules that the next part leaves out

	generator obj      // parameters of the pages that are generated next
	same      obj      // parameters of those of now
	lists     []string // of done, those which are not about pages
}

func (p *progress) stop(parameter, value string) {
	if p.next == nil {
		p.next = obj{}
	}
	p.next[parameter] = value
}

// goOn says which pages are generated next.
func (p *progress) goOn(parameter string, value any) { p.generator = obj{parameter: value} }

// given says which pages are generated now.
func (p *progress) given(parameter, value string) {
	if value != "" {
		p.same = obj{parameter: value}
	}
}

// query is action=query: facts about titles (prop), lists, and the wiki itself
// (meta), all in one request.
func (w *Wiki) query(r *request) (obj, error) {
	asked := map[string]bool{}
	for _, kind := range []string{"prop", "list", "meta"} {
		maps.Copy(asked, r.someOf(kind, "", modulesOf(kind)...))
	}
	_, finished, _ := strings.Cut(r.str("continue"), "||")
	done := strings.FieldsFunc(finished, func(c rune) bool { return c == '|' })
	r.flag("rawcontinue")
	r.flag("indexpageids")
	pages, err := w.pageSet(r)
	if err != nil {
		return nil, err
	}
	q := &question{pages, obj{}}
	for _, name := range names(asked) {
		if slices.Contains(done, name) {
			continue
		}
		before := len(r.progress.next)
		r.module = "query+" + name
		if err := queryModules[name].run(w, r, q); err != nil {
			return nil, err
		}
		switch {
		case len(r.progress.next) == before:
			r.progress.done = append(r.progress.done, name)
			if queryModules[name].kind != "prop" {
				r.progress.lists = append(r.progress.lists, name)
			}
		case queryModules[name].kind == "prop":
			r.progress.pages = true
		}
	}
	r.module = "query"
	pages.write(q.out)
	return r.progress.result(q.out, done), nil
}

// result is the whole answer, with what the next part must say.
func (p *progress) result(out obj, before []string) obj {
	result := obj{"batchcomplete": true}
	if len(out) > 0 {
		result["query"] = out
	}
	if p.next == nil && p.generator == nil {
		return result
	}
	next := obj{}
	maps.Copy(next, p.next)
	head, done := "-", append(p.done, before...)
	switch {
	case p.pages:
		delete(result, "batchcomplete")
		maps.Copy(next, p.same)
		head = strings.Join(names(p.same), "|")
	case p.generator != nil:
		maps.Copy(next, p.generator)
		head = strings.Join(names(p.generator), "|")
		done = slices.DeleteFunc(append(p.lists, before...), func(name string) bool { return queryModules[name].kind == "prop" })
	}
	next["continue"] = head + "||" + strings.Join(done, "|")
	result["continue"] = next
	return result
}

func modulesOf(kind string) []string {
	return slices.DeleteFunc(names(queryModules), func(name string) bool { return queryModules[name].kind != kind })
}

// names are the keys of a map, in their order.
func names[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
