package faulttest

import (
	"bytes"
	"context"
	"crypto/sha1"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply/reconcile"
	"wikiform/provider"
	"wikiform/provider/sandbox"
	"wikiform/spec"
)

const (
	chunkSize = 2048
	host      = "http://origin.test/"
	comment   = "by the fault harness"
	tag       = "museum-upload"
)

// world is a wiki, a manifest for it, the sources of the manifest, and what
// breaks about all of them.
type world struct {
	schedule schedule
	wiki     *sandbox.Wiki
	tree     fstest.MapFS
	content  map[string][]byte // wanted content by name of the source
	journal  memoryJournal
	// What was agreed to, once it was.
	agreed    bool
	agreedAt  int    // acts of volunteers until then
	saved     []byte // plan
	agreement reconcile.Agreement

	mu      sync.Mutex
	seen    map[sandbox.Step]int // occasions so far
	struck  int                  // of them
	process *process             // that is running
	course                       // of what was written, and by whom
	lived   lived
	// meanwhile is told of every request of the program before it is carried out; nil: nobody is.
	meanwhile func(sandbox.Request)
}

// newWorld builds what there is before the first run.
func newWorld(t testing.TB, s schedule) *world {
	w := &world{schedule: s, tree: fstest.MapFS{}, content: map[string][]byte{}, seen: map[sandbox.Step]int{}, course: course{done: map[int]bool{}}}
	for i, f := range s.Files {
		w.content[name(i)] = picture(f.Way, i)
		if f.Bytes > 0 {
			w.content[name(i)] = pooled(f.Bytes)
		}
		w.tree[name(i)] = &fstest.MapFile{Data: w.content[name(i)]}
	}
	w.tree["main.wiki.hcl"] = &fstest.MapFile{Data: w.manifest()}
	var err error
	w.wiki, err = sandbox.New(sandbox.Accounts(people()...), sandbox.Fetch(origin{w}), sandbox.Watch(w.watch), sandbox.Configure(func(set *sandbox.Settings) {
		set.Async, set.JobDelay = s.Queue != 0, s.Queue
		set.DeleteBatch, set.DeleteAfter = s.Batch, 5
	}))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range s.Files {
		switch f.Have {
		case page:
			err = w.wiki.PutPage("File:"+s.title(i), thereBefore, anna)
		case other:
			err = w.wiki.PutFile(s.title(i), picture(direct, 100+i), thereBefore, anna)
		case current:
			err = w.wiki.PutFile(s.title(i), w.content[name(i)], thereBefore, anna)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.furnish(); err != nil {
		t.Fatal(err)
	}
	if err := w.live(); err != nil {
		t.Fatal(err)
	}
	w.ready = true
	for _, strike := range s.Strikes {
		w.arm(strike)
	}
	return w
}

// arm tells the wiki of a fault that is its own. Of the others only those that
// keep a request from being carried out concern it.
func (w *world) arm(s strike) {
	f := s.fault()
	switch {
	case s.On == onOrigin, s.On == onSource, s.ofProcess() && (s.What != kill || s.Done):
		return
	case s.What == kill:
		f = sandbox.Fault{Kind: sandbox.Reset}
	}
	for n := range max(s.Times, 1) {
		w.wiki.Fail(s.On, s.Nth+n, f)
	}
}

// watch counts the requests to the wiki, and strikes the process.
func (w *world) watch(r sandbox.Request) {
	if !w.ready {
		return
	}
	strikes := w.occasion(r.Step)
	w.arrive(r)
	if w.meanwhile != nil {
		w.meanwhile(r)
	}
	w.mu.Lock()
	p := w.process
	w.mu.Unlock()
	for _, s := range strikes {
		if s.ofProcess() {
			p.strike(s.What)
		}
	}
}

// occasion counts one on a step, and gives the strikes that it meets.
func (w *world) occasion(on sandbox.Step) (met []strike) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen[on]++
	request := on != onOrigin && on != onSource && on != onRun
	if request {
		w.seen[sandbox.Any]++
	}
	for _, s := range w.schedule.Strikes {
		if w.over {
			break
		}
		if s.On == on && s.covers(w.seen[on]) || s.On == sandbox.Any && request && s.covers(w.seen[sandbox.Any]) {
			met = append(met, s)
		}
	}
	w.struck += len(met)
	return met
}

// manifest is what a person would have written.
func (w *world) manifest() []byte {
	var b bytes.Buffer
	b.WriteString("wikiform {\n")
	if w.schedule.Set != "" {
		fmt.Fprintf(&b, "  set = %q\n", w.schedule.Set)
	}
	if w.schedule.Renames {
		b.WriteString("  renames = \"move\"\n")
	}
	if len(w.schedule.Former) > 0 {
		fmt.Fprintf(&b, "  former_sets = [\"%s\"]\n", strings.Join(w.schedule.Former, `", "`))
	}
	b.WriteString("}\n")
	w.schedule.past.write(&b)
	for i, f := range w.schedule.Files {
		fmt.Fprintf(&b, "file \"f%d\" {\n  title = %q\n  comment = %q\n", i, w.schedule.title(i), comment)
		if f.Way.byURL() {
			fmt.Fprintf(&b, "  url = %q\n  via = %q\n", host+name(i), f.Way)
			if !f.Unpinned {
				fmt.Fprintf(&b, "  sha1 = %q\n", digest(w.content[name(i)]).SHA1)
			}
		} else {
			fmt.Fprintf(&b, "  source = %q\n", name(i))
		}
		if f.Text != "" {
			fmt.Fprintf(&b, "  description = %q\n", f.Text)
		}
		if len(f.Tags) > 0 {
			fmt.Fprintf(&b, "  tags = [\"%s\"]\n", strings.Join(f.Tags, `", "`))
		}
		if f.Follow {
			b.WriteString("  on_moved = \"follow\"\n")
		}
		f.claims.write(&b)
		b.WriteString("}\n")
	}
	w.schedule.names.write(&b)
	return b.Bytes()
}

// pinned reports whether a manifest says what this content of a URL is to be.
func (w *world) pinned(content []byte) bool {
	for i, f := range w.schedule.Files {
		if bytes.Equal(w.content[name(i)], content) {
			return !f.Unpinned
		}
	}
	return false
}

// sources are those on this machine.
type sources struct{ *world }

// Sum implements [reconcile.Sources].
func (w sources) Sum(_ context.Context, files []spec.File, most int64) (map[spec.Address]provider.Content, hcl.Diagnostics, error) {
	sums := map[spec.Address]provider.Content{}
	for _, f := range files {
		content := w.content[f.Source.Path]
		switch size := int64(len(content)); {
		case f.Source.Path == "":
		case most > 0 && size > most:
			sums[f.Address] = provider.Content{Digest: provider.Digest{Size: size}}
		default:
			sums[f.Address] = provider.Content{Digest: digest(content)}
		}
	}
	return sums, nil, nil
}

// Body implements [reconcile.Sources]. A source may change under whoever reads it.
func (w sources) Body(path string) (provider.Body, error) {
	b := w.content[path]
	return provider.Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) {
		b := b
		for _, s := range w.occasion(onSource) {
			if s.What == changes {
				b = changed(b)
			}
		}
		return nopCloser{bytes.NewReader(b)}, nil
	}}, nil
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func name(i int) string { return fmt.Sprintf("f%d.png", i) }

// picture is content that looks like a picture and is unlike any other.
func picture(w way, n int) []byte {
	size := 300 + n
	if w == chunked {
		size = 2*chunkSize + n%3*chunkSize + 1 // an odd end, or chunks that come out even with the third
		if n%3 == 2 {
			size--
		}
	}
	b := make([]byte, size)
	rand.NewChaCha8([32]byte{byte(n), 1}).Read(b)
	copy(b, "\x89PNG\r\n\x1a\n")
	return b
}

// changed is content of the same size that is not the same.
func changed(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)-1] ^= 1
	return b
}

func digest(b []byte) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}
}
