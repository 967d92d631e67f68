package render

import (
	"crypto/sha1"
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// sizedPlans are plans of one kind of change and of several sizes.
func sizedPlans() map[string]*plan.Plan {
	return map[string]*plan.Plan{
		"20-creates":          many(20, createOne),
		"21-creates":          many(21, createOne),
		"10000-creates":       many(10_000, createOne),
		"10000-alike-edits":   many(10_000, alikeEdit),
		"10000-contents":      many(10_000, contentOne),
		"10000-blocked":       many(10_000, blockedOne),
		"10000-unchanged":     many(10_000, unchangedOne),
		"10000-of-everything": everything(10_000),
		"340-moves":           names(func(w *world) { each(340, w, moveOne) }),
		"340-moves-of-files":  names(func(w *world) { each(340, w, movedFile) }),
		"60-deletions":        names(func(w *world) { each(60, w, deleteOne) }),
		"1000-deletions":      names(func(w *world) { each(1000, w, deleteOne) }),
		"30-orphans":          names(func(w *world) { each(30, w, func(w *world, i int) { _, t := plate(i); w.orphan(t) }) }),
		"40-redirects":        names(func(w *world) { each(40, w, redirectOne) }),
		"30-renamed":          many(30, renamedOne),
		"59-same-words":       many(59, sameWord),
		"90-some-same-words":  many(90, someSameWords),
		"21-different-edits":  many(21, differentEdit),
		"300-long-edits":      many(300, longEdit),
		"50-tags":             many(50, tagOne),
		"1000-merges":         mergesOf(1000, "Anna", "Bob", "Anna", "", "Carl", "Dora"),
		"30-keeps":            keepsOf(30),
		"25-conflicts":        conflictsOf(25),
		"300-conflicts":       conflictsOf(300),
	}
}

func many(n int, add func(w *world, i int)) *plan.Plan {
	w := newWorld()
	each(n, w, add)
	return w.plan()
}

func each(n int, w *world, add func(w *world, i int)) {
	for i := range n {
		add(w, i)
	}
}

// everything mixes the kinds, most of them changes that differ from each other.
func everything(n int) *plan.Plan {
	kinds := []func(*world, int){createOne, differentEdit, alikeEdit, contentOne, differentEdit, blockedOne, unchangedOne}
	return many(n, func(w *world, i int) { kinds[i%len(kinds)](w, i) })
}

func plate(i int) (address, title string) {
	return fmt.Sprintf("file.plate[%q]", fmt.Sprintf("%05d", i)), fmt.Sprintf("Museum - Plate %05d.jpg", i)
}

func createOne(w *world, i int) {
	address, title := plate(i)
	w.want(address, title, title, int64(i+1)<<10, text(information("Plate", fmt.Sprint(i))))
}

func alikeEdit(w *world, i int) {
	address, title := plate(i)
	before := information("Anna Schmitt", fmt.Sprint(i))
	w.want(address, title, title, 1<<20, text(strings.Replace(before, "Schmitt", "Schmidt", 1)))
	w.have(title, title, 1<<20, before, []string{"Uploader", "Anna", "Bob"}[i%3])
}

// tagOne adds one tag, or two, to what was written before.
func tagOne(w *world, i int) {
	if i == 0 {
		w.tagging()
	}
	address, title := plate(i)
	page := information("Anna", fmt.Sprint(i))
	w.want(address, title, title, 1<<20, text(page), tags([]string{"museum-upload", "logo", "batch"}[:2+i%2]...))
	w.have(title, title, 1<<20, page, "Uploader")
	w.facts.Site.Tags = []string{"museum-upload", "logo", "batch"}
}

func differentEdit(w *world, i int) {
	address, title := plate(i)
	w.want(address, title, title, 1<<20, text(information(fmt.Sprint("Anna ", i), "")))
	w.have(title, title, 1<<20, information("Anna", ""), "Anna")
}

// sameWord inserts one word into a line that is another one in each file.
func sameWord(w *world, i int) {
	address, title := plate(i)
	line := fmt.Sprintf("The %s bridge of %d over the river, seen from the north.", []string{"old", "stone", "long"}[i%3], 1800+i)
	w.want(address, title, title, 1<<20, text(information("Anna", strings.Replace(line, "the river", "the broad river", 1))))
	w.have(title, title, 1<<20, information("Anna", line), "Uploader")
}

// someSameWords are mixed with as many that have nothing in common.
func someSameWords(w *world, i int) {
	if i%2 == 0 {
		sameWord(w, i)
		return
	}
	address, title := plate(i)
	w.want(address, title, title, 1<<20, text(information(fmt.Sprint("Anna ", i), "")))
	w.have(title, title, 1<<20, information("Anna", ""), "Uploader")
}

func longEdit(w *world, i int) {
	address, title := plate(i)
	var before strings.Builder
	for n := range 80 {
		fmt.Fprintf(&before, "line %d of page %d ```` with ``` in it\n", n, i)
	}
	w.want(address, title, title, 1<<20, text(strings.ReplaceAll(before.String(), "line", "Zeile")+"."))
	w.have(title, title, 1<<20, before.String(), "Anna")
}

func contentOne(w *world, i int) {
	address, title := plate(i)
	w.want(address, title, "new "+title, 2<<20, text("x"))
	w.have(title, "old "+title, 1<<20, "x", []string{"Uploader", "Anna"}[i%2])
}

func blockedOne(w *world, i int) {
	address, title := plate(i)
	w.want(address, strings.Replace(title, ".jpg", ".tif", 1), "raw "+title, 2<<20)
}

// renamedOne declares a title for bytes that the wiki has under another one.
func renamedOne(w *world, i int) {
	address, title := plate(i)
	old := fmt.Sprintf("Old plate %05d.jpg", i)
	w.want(address, title, old, 1<<20)
	if w.facts.Holders == nil {
		w.facts.Holders = map[provider.SHA1][]provider.Title{}
	}
	w.facts.Holders[sha1.Sum([]byte(old))] = []provider.Title{provider.Title(old)}
}

func unchangedOne(w *world, i int) {
	address, title := plate(i)
	w.want(address, title, title, 9, text("x"))
	w.have(title, title, 9, "x", "Anna")
}

func moveOne(w *world, i int) {
	_, title := plate(i)
	old := fmt.Sprintf("DSC%05d.jpg", i)
	w.move(old, title, foreign)
	user := "Uploader"
	if i%100 == 3 {
		user = "Anna"
	}
	w.have(old, old, 1<<20, "x", user)
}

// movedFile is moved, and every tenth gets another text.
func movedFile(w *world, i int) {
	address, title := plate(i)
	old := fmt.Sprintf("DSC%05d.jpg", i)
	w.want(address, title, old, 1<<20, text(information("Anna Schmidt", fmt.Sprint(i))), was(old))
	w.have(old, old, 1<<20, information([]string{"Anna Schmidt", "Anna Schmitt"}[min(1, i%10/9)], fmt.Sprint(i)), "Uploader")
	w.facts.MoveLogs[provider.Title(old)] = provider.MoveLog{}
}

func deleteOne(w *world, i int) {
	_, title := plate(i)
	w.absent(fmt.Sprintf("absent.plate[%q]", fmt.Sprintf("%05d", i)), title, foreign)
	w.have(title, title, int64(i+1)<<10, information("Anna", fmt.Sprint(i)), []string{"Uploader", "Anna"}[min(i%50, 1)^1])
	if i%7 == 0 {
		w.facts.Usages[provider.Title(title)] = provider.Usage{Count: i + 1, Pages: []string{"Plates"}}
	}
}

func redirectOne(w *world, i int) {
	_, title := plate(i)
	w.redirect(fmt.Sprintf("redirect.old[%q]", fmt.Sprintf("%05d", i)), "Old "+title, title)
	w.have(title, title, 9, "x", "Uploader")
	if i%2 == 1 {
		w.leads("Old "+title, "File:Other.jpg", "Uploader")
	}
}
