package cli_test

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/receipt"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// wrong is a run that went wrong: all that an apply can do to files, which is to be taken
// back.
type wrong struct {
	*life
	tick    func() // lets a second pass: a wiki tells no finer times
	receipt string // of the run
	plan    string // to take it back
	before  map[string]state
	past    map[string]past
}

// The files of a wrong run, by their numbers.
const (
	created  = iota // by the run
	replaced        // its version, which a volunteer had uploaded
	edited          // its text
	both            // its version and its text
	renamed         // which leaves a redirect
	swappedA        // with the next
	swappedB
	chainedA // to the title of the next
	chainedB // to a new title
	deleted
	changed // renamed, then another version and another text
	untouched
	wrongFiles
)

// state is what a wiki shows of a title now.
type state struct {
	Page         int
	SHA1, Target string
	Text         string
}

// past is what there was under a title: versions with their users, and revisions.
type past struct {
	Versions  []string
	Revisions []int
}

func (w wikiOfNames) states(t *testing.T, titles ...string) (map[string]state, map[string]past) {
	t.Helper()
	now, pasts := map[string]state{}, map[string]past{}
	for title, u := range w.under(t, titles...) {
		var a struct {
			Query struct {
				Pages []struct {
					Revisions []struct {
						RevID int
						Slots struct{ Main struct{ Content string } }
					}
				}
			}
		}
		w.ask(t, &a, "prop=revisions&rvprop=ids|content&rvslots=main&rvlimit=max&titles="+url.QueryEscape("File:"+title))
		s := state{Page: u.Page, Target: u.Target}
		p := past{Versions: u.Versions}
		if len(u.Versions) > 0 {
			s.SHA1, _, _ = strings.Cut(u.Versions[0], " ")
		}
		for i, r := range a.Query.Pages[0].Revisions {
			if p.Revisions = append(p.Revisions, r.RevID); i == 0 {
				s.Text = r.Slots.Main.Content
			}
		}
		now[title], pasts[title] = s, p
	}
	return now, pasts
}

// slowSandbox is a sandbox whose clock can be put on.
func slowSandbox(t *testing.T) (wikiOfNames, func()) {
	t.Helper()
	var later atomic.Int64
	w := sandboxOfNames(t, sandbox.Clock(func() time.Time { return time.Now().Add(time.Duration(later.Load())) }))
	return w, func() { later.Add(int64(time.Minute)) }
}

// slowReal is the wiki that CI boots.
func slowReal(t *testing.T) (wikiOfNames, func()) {
	t.Helper()
	return dialRealNames(t), pastSecond
}

// newWrong takes a wiki to where it was right, by an apply and a volunteer.
func newWrong(t *testing.T, w wikiOfNames, tick func()) *wrong {
	t.Helper()
	r := &wrong{life: newLife(t, w, wrongFiles), tick: tick}
	r.receipt, r.plan = "wrong.json", "back.wikiplan"
	friend := w.volunteer(t)
	// What was deleted under the title of the file that the run deletes is nobody's business.
	uploadAs(t, friend, r.titles[deleted], picture(r.id+" a copyright violation"))
	tick()
	deleteAs(t, friend, r.titles[deleted])
	uploadAs(t, friend, r.titles[replaced], picture(r.id+" of a volunteer"))
	manifest := "defaults {\n  accept_warnings = [\"was-deleted\"]\n}\n"
	putFile(t, filepath.Join(r.dir, "defaults.wiki.hcl"), manifest)
	titles := slices.Clone(r.titles)
	r.titles[created], r.titles[replaced] = "", ""
	tick()
	r.write(t, "", fmt.Sprintf("redirect \"led\" {\n  title = %q\n  to = %q\n}\n", r.title("led"), titles[edited]))
	w.wikiform(t, r.dir, 0, "apply", "-auto-approve")
	tick()
	r.titles = titles
	r.before, r.past = w.states(t, r.all()...)
	return r
}

// all are the titles that the run is about.
func (r *wrong) all() []string {
	all := []string{r.title("led"), r.title("new lead"), r.title("end"), r.title("other name"), r.title("changed name")}
	for i := range wrongFiles {
		all = append(all, r.title(fmt.Sprintf("%02d", i)))
	}
	return all
}

// release writes the manifest that was wrong.
func (r *wrong) release(t *testing.T) {
	t.Helper()
	for _, i := range []int{replaced, both, changed} {
		putFile(t, filepath.Join(r.dir, r.sources[i]), picture(fmt.Sprintf("%s wrong %d", r.id, i)))
	}
	old := slices.Clone(r.titles)
	r.titles[renamed], r.titles[changed] = r.title("other name"), r.title("changed name")
	r.titles[swappedA], r.titles[swappedB] = old[swappedB], old[swappedA]
	r.titles[chainedA], r.titles[chainedB] = old[chainedB], r.title("end")
	r.titles[deleted] = ""
	more := moved(old[renamed], r.titles[renamed]) + moved(old[changed], r.titles[changed]) +
		moved(old[swappedA], old[swappedB]) + moved(old[swappedB], old[swappedA]) +
		moved(old[chainedA], old[chainedB]) + moved(old[chainedB], r.titles[chainedB])
	more += fmt.Sprintf("absent \"gone\" {\n  title = %q\n  reason = \"Replaced\"\n}\n", old[deleted])
	more += fmt.Sprintf("redirect \"led\" {\n  title = %q\n  to = %q\n}\n", r.title("led"), old[untouched])
	more += fmt.Sprintf("redirect \"new\" {\n  title = %q\n  to = %q\n}\n", r.title("new lead"), old[untouched])
	r.write(t, "", more)
	name := filepath.Join(r.dir, "main.wiki.hcl")
	for _, i := range []int{edited, both, changed} {
		replaceIn(t, name, fmt.Sprintf("\"File %d of %s.\"", i, r.id), fmt.Sprintf("\"Nonsense about %d.\"", i))
	}
}

// goWrong makes the run.
func (r *wrong) goWrong(t *testing.T) string {
	t.Helper()
	r.release(t)
	out := r.w.wikiform(t, r.dir, 0, "apply", "-auto-approve", "-receipt-out="+r.receipt)
	r.tick()
	return out
}

// applyBack carries the saved plan out.
func (r *wrong) applyBack(t *testing.T, want int, args ...string) string {
	t.Helper()
	return r.w.wikiform(t, r.dir, want, slices.Concat([]string{"apply", "-receipt=" + r.receipt, r.plan}, args)...)
}

// isBack holds the wiki against what it was before the run, but for some titles. A
// page that was restored keeps its number; one that was made anew has none to keep.
func (r *wrong) isBack(t *testing.T, except ...string) {
	t.Helper()
	titles := slices.DeleteFunc(r.all(), func(title string) bool { return slices.Contains(except, title) })
	now, pasts := r.w.states(t, titles...)
	for _, title := range titles {
		if d := cmp.Diff(r.before[title], now[title]); d != "" {
			t.Errorf("%s (-before +now):\n%s", title, d)
		}
		was, is := r.past[title], pasts[title]
		if n := len(is.Versions) - len(was.Versions); n < 0 || !slices.Equal(was.Versions, is.Versions[n:]) {
			t.Errorf("%s lost versions: it had %v and has %v", title, was.Versions, is.Versions)
		}
		if n := len(is.Revisions) - len(was.Revisions); n < 0 || !slices.Equal(was.Revisions, is.Revisions[n:]) {
			t.Errorf("%s lost revisions: it had %v and has %v", title, was.Revisions, is.Revisions)
		}
	}
}

// read reads the receipt of the run.
func (r *wrong) read(t *testing.T) *receipt.Receipt {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(r.dir, r.receipt))
	if err != nil {
		t.Fatal(err)
	}
	read, err := receipt.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// forge writes a receipt that says something else.
func (r *wrong) forge(t *testing.T, change func(*receipt.Receipt)) {
	t.Helper()
	f := r.read(t)
	change(f)
	var b memoryFile
	w, err := receipt.Begin(&b, f.Head)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range f.Writes {
		if err := w.Add(e.Address, e.Write); err != nil {
			t.Fatal(err)
		}
	}
	if f.Whole() {
		if err := w.End(f.Ended, f.Outcome); err != nil {
			t.Fatal(err)
		}
	}
	putFile(t, filepath.Join(r.dir, "forged.json"), b.String())
}

type memoryFile struct{ bytes.Buffer }

func (*memoryFile) Sync() error { return nil }

// written is the first write of a kind in a receipt.
func writeOf(t *testing.T, r *receipt.Receipt, k provider.WriteKind) *receipt.Entry {
	t.Helper()
	for i := range r.Writes {
		if r.Writes[i].Kind == k {
			return &r.Writes[i]
		}
	}
	t.Fatalf("the receipt has no %s", k)
	return nil
}
