package faulttest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"wikiform/provider/sandbox"
	"wikiform/spec/source"
)

// tending is a wiki with pages that are tended, and the manifest for them.
type tending struct {
	*world
	tended
	t     *testing.T
	dir   string
	n     *tally
	pages []*tendedPage
	last  int // number of the last word that somebody wrote

	waits    sync.Mutex
	waiting  []beat
	requests int  // of the run
	met      bool // somebody wrote during the run
}

// tendedPage is one of them: what the manifest says of it, and what else is known.
type tendedPage struct {
	name      string // of the block and the source
	title     string
	lines     []string
	mode      mode
	contents  int
	ever      map[string]bool // words that the manifest said, or took over
	settled   []string        // words that it said when there was nothing to do any more
	pulled    int64           // the revision that git has taken in
	id        int64           // of the page, 0 until there is one
	protected bool
	hidden    bool // something of its history is
	joined    bool // somebody wrote to it during a run
	foreign   bool // there was something that is not ours before us
}

func newTending(t *testing.T, x tended, dir string, n *tally) *tending {
	s := schedule{Jobs: 1, Set: x.Set, Agreement: x.Agreement, Strikes: x.Strikes, past: past{Accounts: []string{us, depot}}}
	w := &tending{world: newWorld(t, s), tended: x, t: t, dir: dir, n: n}
	w.meanwhile = w.arrived
	for i := range 2 {
		p := &tendedPage{name: fmt.Sprintf("f%d", i), title: fmt.Sprintf("Tended %d.png", i), ever: map[string]bool{}}
		p.lines = []string{
			"== " + w.word("") + " ==", "{{Information|description=" + w.word("") + "|date=" + w.word("") + "|author=" + w.word("") + "}}", "",
			"{{Artwork", "|title = " + w.word(""), "|artist = " + w.word(""), "}}", w.word(""), "", w.word(""), w.word(""), "[[Category:" + w.word("") + "]]", w.word(""),
		}
		w.pages = append(w.pages, p)
		w.upload(p)
	}
	w.write()
	return w
}

// word is one that nobody has written before.
func (w *tending) word(by string) string {
	w.last++
	if by == "" {
		by = "ours"
	}
	return fmt.Sprintf("%s-%d", strings.ToLower(by), w.last)
}

// upload gives the manifest a new content of a file.
func (w *tending) upload(p *tendedPage) {
	p.contents++
	w.last++
	b := picture(direct, 1000+w.last)
	w.content[p.name+".png"] = b
	w.tree[p.name+".png"] = &fstest.MapFile{Data: b}
}

// write writes the manifest and the lock file.
func (w *tending) write() {
	var b, lock bytes.Buffer
	b.WriteString("wikiform {\n")
	if w.Set != "" {
		fmt.Fprintf(&b, "  set = %q\n", w.Set)
	}
	b.WriteString("}\n")
	w.schedule.past.write(&b)
	for _, p := range w.pages {
		fmt.Fprintf(&b, "file %q {\n  title = %q\n  source = %q\n  on_moved = \"follow\"\n  description = %q\n", p.name, p.title, p.name+".png", strings.Join(p.lines, "\n"))
		switch p.mode {
		case merges:
			b.WriteString("  description_mode = \"merge\"\n")
		case keeps:
			b.WriteString("  keep = [\"categories\"]\n")
		}
		b.WriteString("}\n")
		for _, word := range words(strings.Join(p.lines, "\n")) {
			p.ever[word] = true
		}
		if p.pulled > 0 {
			fmt.Fprintf(&lock, "description \"w\" %q {\n  revision = %d\n}\n", p.title, p.pulled)
		}
	}
	w.tree["main.wiki.hcl"] = &fstest.MapFile{Data: b.Bytes()}
	delete(w.tree, source.LockName)
	if lock.Len() > 0 {
		w.tree[source.LockName] = &fstest.MapFile{Data: lock.Bytes()}
	}
}

// happens lets one thing happen.
func (w *tending) happens(b beat) error {
	time.Sleep(time.Minute)
	switch {
	case b.Do == applies:
		return w.apply(b.By)
	case b.By == "":
		return w.declares(b)
	case b.Before > 0:
		w.waiting = append(w.waiting, b)
		return nil
	}
	return w.visits(b, false)
}

// arrived lets happen what waited for a request of the program.
func (w *tending) arrived(sandbox.Request) {
	w.waits.Lock()
	defer w.waits.Unlock()
	w.requests++
	w.waiting = slices.DeleteFunc(w.waiting, func(b beat) bool {
		if b.Before > w.requests {
			return false
		}
		w.met = true
		w.pages[b.Page].joined = w.pages[b.Page].joined || !w.Polite
		if err := w.visits(b, true); err != nil {
			panic(err)
		}
		return true
	})
}

// declares changes the manifest.
func (w *tending) declares(b beat) error {
	p := w.pages[b.Page]
	switch b.Do {
	case sets:
		p.mode = b.Mode
	case uploads:
		w.upload(p)
	case pulls:
		if err := w.pull(p); err != nil {
			return err
		}
	default:
		most := len(p.lines)
		if w.Polite {
			if most -= 2; most < 1 { // volunteers write right behind, where both would change one place
				return nil
			}
		}
		p.lines = w.edited(b, p.lines, most)
	}
	w.write()
	return nil
}

// edited is what a beat makes of lines, of which it may touch so many.
func (w *tending) edited(b beat, lines []string, most int) []string {
	lines = slices.Clone(lines)
	at := b.At % max(most, 1)
	switch b.Do {
	case adds:
		lines = slices.Insert(lines, min(at, len(lines)), w.line(b, lines))
	case rewords:
		if at < len(lines) {
			lines[at] = w.line(b, lines)
		}
	case drops:
		if len(lines) > 6 {
			lines = slices.Delete(lines, at, at+1)
		}
	case fills:
		for i := range lines {
			if line := lines[(at+i)%len(lines)]; strings.HasPrefix(line, "{{Information|") || strings.HasPrefix(line, "|") {
				lines[(at+i)%len(lines)] = filled(line, b.At, w.word(b.By))
				break
			}
		}
	}
	return lines
}

// line is one that somebody writes.
func (w *tending) line(b beat, lines []string) string {
	switch {
	case b.What == emptyLine:
		return ""
	case b.What == again && len(lines) > 0:
		return lines[b.At%len(lines)]
	case b.What == category:
		return "[[Category:" + w.word(b.By) + "]]"
	}
	return "This is what " + w.word(b.By) + " says."
}

// filled gives another value to a parameter.
func filled(line string, nth int, value string) string {
	if key, _, ok := strings.Cut(line, "="); ok && strings.HasPrefix(line, "|") {
		return key + "= " + value
	}
	params := strings.Split(strings.TrimSuffix(line, "}}"), "|")
	i := 1 + nth%(len(params)-1)
	key, _, _ := strings.Cut(params[i], "=")
	params[i] = key + "=" + value
	return strings.Join(params, "|") + "}}"
}
