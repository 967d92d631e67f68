package sandbox

import (
	"slices"
	"strings"
)

// pageMaker makes the pages that a query is about (facts §13.8). It is given those that
// the query names.
type pageMaker func(w *Wiki, r *request, of *pageSet) ([]title, error)

var generators = map[string]pageMaker{
	"categorymembers": (*Wiki).categoryMembers,
	"images":          (*Wiki).imagesOf,
	"search":          (*Wiki).search,
}

// generated replaces the pages of a set by those that they, or a list, generate. Once a
// query is through with them, there are none.
func (w *Wiki) generated(r *request, set *pageSet, follow bool) error {
	name := r.str("generator")
	if name == "" {
		return nil
	}
	generate, known := generators[name]
	if !known {
		return refuse("badvalue", "Unrecognized value for parameter \"generator\": %s.", name)
	}
	if head, _, _ := strings.Cut(r.values["continue"], "||"); head == "-" {
		for parameter := range r.values {
			r.used[parameter] = r.used[parameter] || strings.HasPrefix(parameter, "g")
		}
		set.items = nil
		return nil
	}
	module := r.module
	r.module = "query+" + name
	titles, err := generate(w, r, set)
	if err == nil {
		err = r.err()
	}
	if err != nil {
		return err
	}
	r.module = module
	set.items = nil
	seen := map[title]bool{}
	for _, t := range titles {
		if !seen[t] {
			seen[t] = true
			set.items = append(set.items, w.item(t))
		}
	}
	if follow {
		set.follow(w, seen)
	}
	return nil
}

// pageOf cuts a page of at most so many titles out of all of them, from a place on, and
// says where the next one begins.
func (r *request) pageOf(all []title, parameter string, most int, place func(title) string) []title {
	from := r.str(parameter)
	r.progress.given(parameter, from)
	if from != "" {
		all = all[max(0, slices.IndexFunc(all, func(t title) bool { return place(t) == from })):]
	}
	if len(all) > most {
		r.progress.goOn(parameter, place(all[most]))
		all = all[:most]
	}
	return all
}

// imagesOf is generator=images: the files that pages show, as their texts name them, be
// they there or not.
func (w *Wiki) imagesOf(r *request, of *pageSet) ([]title, error) {
	most := r.limit("gimlimit", 10, 500, 5000)
	var all []title
	for _, it := range of.good() {
		if it.page == nil {
			continue
		}
		for _, name := range names(w.shownBy(it.page)) {
			all = append(all, fileTitle(name))
		}
	}
	return r.pageOf(all, "gimcontinue", most, title.key), nil
}

// search is generator=search, of titles or of texts by whole words, as a wiki without a
// search extension has it; all of the words must be there. A "*" at its end makes a word
// the beginning of one.
func (w *Wiki) search(r *request, _ *pageSet) ([]title, error) {
	words := strings.FieldsFunc(strings.ToLower(r.str("gsrsearch")), noWord)
	inText := r.str("gsrwhat") == "text"
	spaces := r.multi("gsrnamespace")
	if !r.has("gsrnamespace") {
		spaces = []string{"0"}
	}
	most := r.limit("gsrlimit", 10, 500, 5000)
	if r.str("gsrsearch") == "" {
		return nil, refuse("missingparam", "The \"gsrsearch\" parameter must be set.")
	}
	var all []title
	for _, id := range names(w.state.byID) {
		p := w.state.byID[id]
		text := p.title.text
		if inText {
			text = p.latest().text
		}
		if len(words) > 0 && slices.Contains(spaces, itoa(p.title.ns)) && hasWords(text, words) {
			all = append(all, p.title)
		}
	}
	at := int(r.num("gsroffset", 0, 0, unbounded))
	r.progress.given("gsroffset", r.str("gsroffset"))
	all = all[min(at, len(all)):]
	if len(all) > most {
		all = all[:most]
		r.progress.goOn("gsroffset", at+most)
	}
	return all, nil
}

// noWord reports whether a letter is between words.
func noWord(c rune) bool {
	return c != '*' && strings.ContainsRune(" \t\r\n_.,;:!?\"'()[]{}|/-+=<>#", c)
}

func hasWords(text string, words []string) bool {
	there := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return c == '*' || noWord(c) })
	for _, word := range words {
		start, open := strings.CutSuffix(word, "*")
		if !slices.ContainsFunc(there, func(s string) bool { return s == word || open && strings.HasPrefix(s, start) }) {
			return false
		}
	}
	return true
}

// knownUsers is list=users: of each name whether there is such an account.
func (w *Wiki) knownUsers(r *request) (any, error) {
	all := list{}
	for _, name := range r.multi("ususers") {
		name = strings.TrimPrefix(name, "User:")
		o := obj{"name": name}
		switch {
		case noUser.MatchString(name) || strings.Count(name, ".") == 3 || strings.Contains(name, ":"):
			o["invalid"] = true
		default:
			name = w.set.capitalize(2, squeeze(name))
			o["name"] = name
			if id := w.userID(name); id > 0 {
				o["userid"] = id
			} else if !w.hasWritten(name) {
				o["missing"] = true
			}
		}
		all = append(all, o)
	}
	r.str("usprop")
	return all, r.err()
}

// hasWritten reports whether somebody has done something here: operators of the sandbox
// let anybody do so.
func (w *Wiki) hasWritten(name string) bool {
	return slices.ContainsFunc(w.state.log.entries, func(e logEntry) bool { return e.user == name }) ||
		w.state.written[name] != nil
}
