package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/receipt"
	"wikiform/plan"
	"wikiform/provider"
)

// TestRollback and TestRealRollback take a run back that did all that a run can do.
func TestRollback(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	takeBack(t, w, tick)
}

func TestRealRollback(t *testing.T) {
	w, tick := slowReal(t)
	takeBack(t, w, tick)
}

func takeBack(t *testing.T, w wikiOfNames, tick func()) {
	r := newWrong(t, w, tick)
	r.goWrong(t)
	out := w.wikiform(t, r.dir, 2, "rollback", "-detailed-exitcode", "-out="+r.plan, r.receipt)
	for _, want := range []string{"still wants", "to move"} {
		if !strings.Contains(out, want) {
			t.Errorf("the plan does not say %q:\n%s", want, out)
		}
	}
	if r.applyBack(t, 0); t.Failed() {
		t.Log(out)
	}
	r.isBack(t)

	// Once is enough.
	if out := w.wikiform(t, r.dir, 0, "rollback", "-detailed-exitcode", r.receipt); !strings.Contains(out, "No changes.") {
		t.Errorf("the second rollback is not empty:\n%s", out)
	}
	r.applyBack(t, 0)
	r.isBack(t)
}

// TestRollbackOfOthers: on what a volunteer built nothing is taken back, and all else is; a
// forged receipt before that changes nothing.
func TestRollbackOfOthers(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	takeBackBesideOthers(t, w, tick)
}

func TestRealRollbackOfOthers(t *testing.T) {
	w, tick := slowReal(t)
	takeBackBesideOthers(t, w, tick)
}

func takeBackBesideOthers(t *testing.T, w wikiOfNames, tick func()) {
	r := newWrong(t, w, tick)
	r.goWrong(t)
	r.refuseForged(t)
	friend := w.volunteer(t)
	theirs := []string{r.titles[edited], r.titles[both], r.titles[created]}
	editAs(t, friend, theirs[0], "what a volunteer says")
	editAs(t, friend, theirs[1], "another thing that a volunteer says")
	editAs(t, friend, theirs[2], "a volunteer likes it")
	kept, _ := w.states(t, theirs...)
	out := w.wikiform(t, r.dir, 1, "rollback", "-out="+r.plan, r.receipt)
	name, _, _ := strings.Cut(w.friend, "@")
	for _, title := range theirs {
		if !strings.Contains(out, title) {
			t.Errorf("the plan does not name %s", title)
		}
	}
	if !strings.Contains(out, "3 blocked") || !strings.Contains(out, name) {
		t.Errorf("the plan does not say what is blocked by whom:\n%s", out)
	}
	r.applyBack(t, 4)
	r.isBack(t, theirs...)
	now, _ := w.states(t, theirs...)
	for _, title := range theirs {
		if now[title] != kept[title] {
			t.Errorf("%s was %+v and is %+v", title, kept[title], now[title])
		}
	}
}

// TestRollbackStale: what changed since the plan was made is left as it is.
func TestRollbackStale(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	r := newWrong(t, w, tick)
	r.goWrong(t)
	w.wikiform(t, r.dir, 0, "rollback", "-out="+r.plan, r.receipt)
	theirs := r.titles[edited]
	editAs(t, w.volunteer(t), theirs, "what a volunteer says")
	all := r.all()
	kept, _ := w.states(t, all...)
	if code := w.attempt(t, r.dir, "apply", "-receipt="+r.receipt, r.plan); code != 6 {
		t.Errorf("exit code %d, want 6", code)
	}
	now, _ := w.states(t, all...)
	if diff := cmp.Diff(kept, now); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
	code := w.attempt(t, r.dir, "apply", "-receipt="+r.receipt, r.plan, "-stale=skip")
	if code != 4 {
		t.Errorf("exit code %d, want 4", code)
	}
	r.isBack(t, theirs)
	if now, _ := w.states(t, theirs); now[theirs] != kept[theirs] {
		t.Errorf("%s was %+v and is %+v", theirs, kept[theirs], now[theirs])
	}
}

// TestRollbackKilled kills the rollback at every few requests. The same command goes on.
func TestRollbackKilled(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	killRollback(t, w, tick, 20, 1000, stride(9))
}

func TestRealRollbackKilled(t *testing.T) { // once: a wiki lets few files be moved in a minute
	w, tick := slowReal(t)
	killRollback(t, w, tick, 70, 71, 1)
}

func killRollback(t *testing.T, w wikiOfNames, tick func(), first, last, by int) {
	for n, over := first, false; !over && n < last; n += by {
		reaches := n/by%2 == 0
		g, api := newGate(t, w.api, 1<<30, reaches) // the receipt is of this address
		r := newWrong(t, w.at(api), tick)
		r.goWrong(t)
		r.w.wikiform(t, r.dir, 0, "rollback", "-out="+r.plan, r.receipt)
		g.let(n)
		over = r.w.attempt(t, r.dir, "apply", "-retry-for=0", "-parallelism=1", "-receipt="+r.receipt, r.plan) == 0
		g.let(1 << 30)
		r.applyBack(t, 0)
		r.isBack(t)
		if t.Failed() {
			t.Fatalf("killed at request %d of %d (reaches: %v)", n, g.seen, reaches)
		}
	}
}

// TestRollbackForged: of a receipt that says anything but what the run did nothing is taken
// back, and nothing is written.
func TestRollbackForged(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	r := newWrong(t, w, tick)
	r.goWrong(t)
	r.refuseForged(t)
}

func (r *wrong) refuseForged(t *testing.T) {
	t.Helper()
	w := r.w
	friend := w.volunteer(t)
	theirs := r.title("of a volunteer")
	uploadAs(t, friend, theirs, picture(r.id+" never ours"))
	file := fileAs(t, friend, theirs)
	w.wikiform(t, r.dir, 2, "rollback", "-detailed-exitcode", "-out="+r.plan, r.receipt)
	now, _ := w.states(t, append(r.all(), theirs)...)

	foreign := provider.Write{Kind: provider.WroteVersion, Title: provider.Title(theirs), Page: file.Page.ID, Revision: file.Page.Rev, Time: file.Version.Time, SHA1: file.Version.SHA1}
	for name, change := range map[string]func(*receipt.Receipt){
		"somebody else's upload": func(f *receipt.Receipt) {
			f.Writes = append(f.Writes, receipt.Entry{Address: "file.f00", Write: foreign})
		},
		"somebody else's upload in place of ours": func(f *receipt.Receipt) {
			writeOf(t, f, provider.WroteVersion).Write = foreign
		},
		"an upload at another time":   func(f *receipt.Receipt) { e := writeOf(t, f, provider.WroteVersion); e.Time = e.Time.Add(-time.Hour) },
		"a move at another time":      func(f *receipt.Receipt) { e := writeOf(t, f, provider.WroteTitle); e.Time = e.Time.Add(time.Second) },
		"an edit at another time":     func(f *receipt.Receipt) { e := writeOf(t, f, provider.WroteText); e.Time = e.Time.Add(time.Minute) },
		"a deletion at another time":  func(f *receipt.Receipt) { e := writeOf(t, f, provider.WroteDeletion); e.Time = e.Time.Add(time.Hour) },
		"another revision":            func(f *receipt.Receipt) { writeOf(t, f, provider.WroteText).Revision-- },
		"another entry of the log":    func(f *receipt.Receipt) { writeOf(t, f, provider.WroteDeletion).Log-- },
		"another content":             func(f *receipt.Receipt) { writeOf(t, f, provider.WroteVersion).SHA1[3] ^= 1 },
		"another title":               func(f *receipt.Receipt) { writeOf(t, f, provider.WroteVersion).Title = provider.Title(theirs) },
		"a title that is not there":   func(f *receipt.Receipt) { writeOf(t, f, provider.WroteText).Title = "No such file.svg" },
		"a move from elsewhere":       func(f *receipt.Receipt) { writeOf(t, f, provider.WroteTitle).From = provider.Title(theirs) },
		"another wiki's name":         func(f *receipt.Receipt) { f.Wiki.Name = "other" },
		"another wiki's address":      func(f *receipt.Receipt) { f.Wiki.API = "https://wiki.example.org/w/api.php" },
		"another wiki's id":           func(f *receipt.Receipt) { f.Wiki.ID = "other" },
		"a write of no kind it knows": func(f *receipt.Receipt) { writeOf(t, f, provider.WroteText).Kind = "protect" },
	} {
		r.forge(t, change)
		refused := w.refuses(t, r.dir, "rollback", "-out=forged.wikiplan", "forged.json")
		if _, err := os.Stat(filepath.Join(r.dir, "forged.wikiplan")); err == nil {
			t.Errorf("%s: a plan was saved\n%s", name, refused)
			os.Remove(filepath.Join(r.dir, "forged.wikiplan"))
		}
		if w.attempt(t, r.dir, "apply", "-receipt=forged.json", r.plan) == 0 {
			t.Errorf("%s: the plan is applied with the forged receipt", name)
		}
	}
	after, _ := w.states(t, append(r.all(), theirs)...)
	for title := range now {
		if now[title] != after[title] {
			t.Errorf("%s was %+v and is %+v", title, now[title], after[title])
		}
	}
}

// TestRollbackBroken: a receipt with a byte changed, or that is none, is refused; one that
// breaks off is taken as far as it goes.
func TestRollbackBroken(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	r := newWrong(t, w, tick)
	r.goWrong(t)
	w.wikiform(t, r.dir, 0, "rollback", "-out="+r.plan, r.receipt)
	b, err := os.ReadFile(filepath.Join(r.dir, r.receipt))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(r.dir, "forged.json")
	for i := 3; i < len(b); i += len(b)/40 + 1 {
		bad := slices.Clone(b)
		bad[i] ^= 1
		putFile(t, path, string(bad))
		w.refuses(t, r.dir, "rollback", "forged.json")
		w.refuses(t, r.dir, "apply", "-receipt=forged.json", r.plan)
	}
	putFile(t, path, string(b)+string(b))
	w.refuses(t, r.dir, "rollback", "forged.json")
	putFile(t, path, strings.Repeat("x", 1<<20))
	w.refuses(t, r.dir, "rollback", "forged.json")
	putFile(t, path, "")
	w.refuses(t, r.dir, "rollback", "forged.json")

	// Only the plan's own receipt will do, whole as it was.
	putFile(t, path, string(b[:len(b)*2/3]))
	if code := w.attempt(t, r.dir, "rollback", "-out=part.wikiplan", "forged.json"); code != 0 && code != 1 { // half of a swap is blocked
		t.Errorf("exit code %d of a receipt that breaks off", code)
	}
	if out := w.refuses(t, r.dir, "apply", "-receipt=forged.json", r.plan); !strings.Contains(out, "SHA-256") {
		t.Errorf("it does not say that the receipt is another one:\n%s", out)
	}
	w.refuses(t, r.dir, "apply", r.plan)
	if code := w.attempt(t, r.dir, "apply", "-receipt=forged.json", "part.wikiplan"); code != 0 && code != 4 {
		t.Errorf("exit code %d of the plan of a receipt that breaks off", code)
	}
	w.wikiform(t, r.dir, 0, "rollback", "-out="+r.plan, r.receipt)
	r.applyBack(t, 0)
	r.isBack(t)
}

// TestRollbackOfAnotherSet: what our account did for another manifest is not this one's.
func TestRollbackOfAnotherSet(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	r := newWrong(t, w, tick)
	r.goWrong(t)
	replaceIn(t, filepath.Join(r.dir, "main.wiki.hcl"), "set = \"names-", "set = \"others-")
	w.refuses(t, r.dir, "rollback", r.receipt)
}

// TestRollbackPlanForged: of a saved plan only what the receipt and the wiki make of it,
// too, is carried out.
func TestRollbackPlanForged(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	r := newWrong(t, w, tick)
	r.goWrong(t)
	w.wikiform(t, r.dir, 0, "rollback", "-out="+r.plan, r.receipt)
	now, _ := w.states(t, r.all()...)
	for name, change := range map[string]func(*plan.Plan){
		"another title":   func(p *plan.Plan) { firstOf(p, plan.Update).Claim.Title = provider.Title(r.titles[untouched]) },
		"another address": func(p *plan.Plan) { firstOf(p, plan.Update).Claim.Address = `rollback["Other.svg"]` },
		"another comment": func(p *plan.Plan) { firstOf(p, plan.Update).Claim.Comment = "forged" },
		"a deletion": func(p *plan.Plan) {
			c := firstOf(p, plan.Update)
			c.Claim.Gone, c.Steps = true, []plan.Step{plan.Deletion{}}
		},
		"another text": func(p *plan.Plan) { forgeText(p) },
		"a move from elsewhere": func(p *plan.Plan) {
			c := firstOf(p, plan.Move)
			c.Claim.From.Title = provider.Title(r.titles[untouched])
		},
		"another receipt":          func(p *plan.Plan) { p.Receipt = strings.Repeat("0", 64) },
		"a plan for the manifest":  func(p *plan.Plan) { p.Receipt = "" },
		"a change that nobody did": func(p *plan.Plan) { addForeign(p, r.titles[untouched]) },
	} {
		forgePlan(t, filepath.Join(r.dir, r.plan), filepath.Join(r.dir, "forged.wikiplan"), change)
		if out := w.refuses(t, r.dir, "apply", "-receipt="+r.receipt, "forged.wikiplan"); t.Failed() {
			t.Logf("%s:\n%s", name, out)
		}
	}
	after, _ := w.states(t, r.all()...)
	for title := range now {
		if now[title] != after[title] {
			t.Errorf("%s was %+v and is %+v", title, now[title], after[title])
		}
	}
	r.applyBack(t, 0)
	r.isBack(t)
}
