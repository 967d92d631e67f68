package sandbox

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed web
var web embed.FS

var pages = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(web, "web/pages.html")) })

// What a browser may do with a page: show pictures and the style of this wiki.
// What it may do with an uploaded file: show it, apart from everything else.
const (
	pagePolicy    = "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
)

const (
	cardsOnPage = 120
	logOnPage   = 500
)

// serveFiles shows all files, the latest first.
func (w *Wiki) serveFiles(rw http.ResponseWriter, req *http.Request) {
	skip := int(max(0, number(req.URL.Query().Get("skip"))))
	w.show(rw, "files", func() view {
		v := view{Title: "Files"}
		files := w.latestFiles()
		if skip > 0 {
			v.Newer = "/?skip=" + strconv.Itoa(max(0, skip-cardsOnPage))
		}
		if len(files) > skip+cardsOnPage {
			v.Older = "/?skip=" + strconv.Itoa(skip+cardsOnPage)
		}
		for _, f := range files[min(skip, len(files)):min(skip+cardsOnPage, len(files))] {
			v.Cards = append(v.Cards, w.versionView(f.name, f.current()))
		}
		return v
	})
}

func (w *Wiki) latestFiles() []*file {
	files := make([]*file, 0, len(w.state.files))
	for _, f := range w.state.files {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b *file) int {
		if c := b.current().at.Compare(a.current().at); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	return files
}

// servePage shows one page with its file, or the whole log.
func (w *Wiki) servePage(rw http.ResponseWriter, req *http.Request) {
	name := req.PathValue("title")
	if name == "" || name == "Main_Page" {
		http.Redirect(rw, req, "/", http.StatusFound)
		return
	}
	settings := w.settings()
	t, bad := settings.parseTitle(name)
	switch {
	case bad != nil:
		http.Error(rw, bad.text, http.StatusBadRequest)
		return
	case t == title{-1, "ListRedirects"}:
		w.show(rw, "redirects", func() view { return view{Title: "Redirects", Redirects: w.redirectViews()} })
		return
	case t == title{-1, "Log"}:
		w.show(rw, "everything", func() view { return view{Title: "Log", Log: w.logView(nil)} })
		return
	}
	w.show(rw, "page", func() view { return w.pageView(t) })
}

// show writes a page of what look finds.
func (w *Wiki) show(rw http.ResponseWriter, name string, look func() view) {
	var v view
	err := w.read(func() error {
		v = look()
		v.Site, v.Files = w.set.Name, len(w.state.files)
		return nil
	})
	var b bytes.Buffer
	if err == nil {
		err = pages().ExecuteTemplate(&b, name, v)
	}
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	header := rw.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", pagePolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	if v.Missing {
		rw.WriteHeader(http.StatusNotFound)
	}
	rw.Write(b.Bytes())
}

func serveStyle(rw http.ResponseWriter, req *http.Request) {
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(rw, req, web, "web/style.css")
}

// serveContent gives the bytes of a version.
func (w *Wiki) serveContent(rw http.ResponseWriter, req *http.Request) {
	name := strings.TrimPrefix(req.URL.Path, "/w/images/")
	var b blob
	var v version
	private := false
	err := w.read(func() (err error) {
		if private = w.set.Private && !w.showsTo(req); private {
			return errors.New("this wiki is private")
		}
		found := w.versionAt(name)
		if found == nil {
			return fmt.Errorf("there is no file %s", name)
		}
		v = *found
		b, err = w.vault.open(v.SHA1)
		return err
	})
	switch {
	case private:
		http.Error(rw, err.Error(), http.StatusForbidden)
		return
	case err != nil:
		http.Error(rw, err.Error(), http.StatusNotFound)
		return
	}
	defer b.Close()
	header := rw.Header()
	header.Set("Content-Type", safeType(v.MIME))
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Etag", strconv.Quote(v.SHA1.String()))
	header.Set("Cache-Control", "no-cache")
	http.ServeContent(rw, req, "", v.at, b)
}

// showsTo reports whether a private wiki shows contents to whoever asks: to the session of
// an account. Those of bot passwords are good for the API only (facts §13.8).
func (w *Wiki) showsTo(req *http.Request) bool {
	r := &request{http: &http.Request{Header: http.Header{"Cookie": req.Header["Cookie"]}}, now: w.now()}
	err := w.authenticate(r)
	return err == nil && !r.actor.anonymous() && !strings.Contains(r.session.account.Name, "@")
}

// versionAt finds what is served under a path: a current version by its name,
// an older one by its archive name.
func (w *Wiki) versionAt(path string) *version {
	archive, old := strings.CutPrefix(path, "archive/")
	if !old {
		if f := w.state.files[path]; f != nil {
			return f.current()
		}
		return nil
	}
	_, name, _ := strings.Cut(archive, "!")
	f := w.state.files[name]
	if f == nil {
		return nil
	}
	i := slices.IndexFunc(f.versions, func(v version) bool { return v.archive == archive })
	if i < 0 {
		return nil
	}
	return &f.versions[i]
}

// safeType keeps a browser from running what it is given.
func safeType(mime string) string {
	switch mime {
	case unknownType, "text/html", "application/xml", "application/x-php":
		return "application/octet-stream"
	case "text/plain", "text/csv":
		return mime + "; charset=utf-8"
	}
	return mime
}
