package sandbox

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"wikiform/provider"
)

// Wiki is an in-process wiki. It is an [http.Handler] that serves the API at
// /w/api.php, content at /w/images/, and pages for people at / and /wiki/. Its
// methods may be called from any goroutine.
type Wiki struct {
	dir      string // "" in memory
	accounts []Account
	clock    func() time.Time
	fetch    http.RoundTripper
	faults   faults
	watch    []func(Request)
	mux      *http.ServeMux
	vault    vault
	events   *chronicle // nil in memory

	expressions sync.Map // by their text; see expression
	release     func() error

	mu       sync.Mutex // guards what follows; a request that runs holds it
	set      Settings
	state    *state
	sessions map[string]*session
	hits     map[string][]time.Time     // of rate limits, by action and user
	orphans  map[string]bool            // archive names that a refused upload has taken
	shared   map[string]provider.Digest // files of a shared repository
	jobs     map[string]*job            // by user and key; see jobID
	waiting  map[string]bool            // those that have not run
	removals []*removal
	links    *linked
	changes  int // of the settings
}

// New opens a wiki. [Wiki.Close] ends it.
func New(opts ...Option) (*Wiki, error) {
	w := &Wiki{accounts: []Account{standardAccount()}, clock: time.Now, set: defaults(), state: newState(),
		sessions: map[string]*session{}, hits: map[string][]time.Time{}, orphans: map[string]bool{}, shared: map[string]provider.Digest{},
		jobs: map[string]*job{}, waiting: map[string]bool{}, release: func() error { return nil }}
	for _, opt := range opts {
		opt(w)
	}
	w.vault = newMemory()
	if w.dir != "" {
		folder, err := openFolder(w.dir)
		if err != nil {
			return nil, err
		}
		w.vault, w.events, w.release = folder, openChronicle(folder.root), folder.close
		if err := w.events.catchUp(w.state); err != nil {
			folder.close()
			return nil, fmt.Errorf("sandbox folder: %w", err)
		}
	}
	w.mux = http.NewServeMux()
	w.mux.HandleFunc("/w/api.php", w.serveAPI)
	w.mux.HandleFunc("GET /w/images/", w.serveContent)
	w.mux.HandleFunc("GET /w/style.css", serveStyle)
	w.mux.HandleFunc("GET /wiki/{title...}", w.servePage)
	w.mux.HandleFunc("GET /{$}", w.serveFiles)
	return w, nil
}

// ServeHTTP implements [http.Handler].
func (w *Wiki) ServeHTTP(rw http.ResponseWriter, req *http.Request) { w.mux.ServeHTTP(rw, req) }

// Close ends the wiki. What was written stays in its folder.
func (w *Wiki) Close() error { return w.release() }

// now is the wiki's time, of which MediaWiki knows whole seconds.
func (w *Wiki) now() time.Time { return w.clock().UTC().Truncate(time.Second) }

// read runs f alone, after what other processes have written was read.
func (w *Wiki) read(f func() error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.events != nil {
		if err := w.events.catchUp(w.state); err != nil {
			return err
		}
	}
	return f()
}

// write is read for an f that calls commit: no other process writes meanwhile.
func (w *Wiki) write(f func() error) error {
	if w.events == nil {
		return w.read(f)
	}
	unlock, err := w.events.lock.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return w.read(f)
}

// commit makes an event happen. Only an f of write may call it.
func (w *Wiki) commit(e event) error {
	if err := w.state.apply(e); err != nil {
		return err
	}
	if w.events == nil {
		return nil
	}
	if err := w.events.add(e); err != nil {
		// What is on disk counts: the next request reads it again.
		w.state, w.events.read = newState(), 0
		return err
	}
	return nil
}
