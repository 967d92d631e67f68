package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
)

// action is one module of the API.
type action struct {
	token  string // kind that a request must carry, "" for none
	post   bool   // GET is refused
	writes bool   // takes the folder's lock, and is refused while the wiki is read-only
	run    func(*Wiki, *request) (obj, error)
	before func(*Wiki, *request) // runs first, with no lock held: it may take its time
}

var actions map[string]action

func init() { // not a literal: fetchFirst asks for one of them
	actions = map[string]action{
		"login":              {post: true, writes: true, run: (*Wiki).login},
		"logout":             {post: true, token: "csrf", run: (*Wiki).logout},
		"query":              {run: (*Wiki).query},
		"upload":             {post: true, token: "csrf", writes: true, run: (*Wiki).upload, before: (*Wiki).fetchFirst},
		"edit":               {post: true, token: "csrf", writes: true, run: (*Wiki).edit},
		"move":               {post: true, token: "csrf", writes: true, run: (*Wiki).move},
		"delete":             {post: true, token: "csrf", writes: true, run: (*Wiki).deletePage},
		"undelete":           {post: true, token: "csrf", writes: true, run: (*Wiki).undelete},
		"protect":            {post: true, token: "csrf", writes: true, run: (*Wiki).protect},
		"filerevert":         {post: true, token: "csrf", writes: true, run: (*Wiki).fileRevert},
		"changecontentmodel": {post: true, token: "csrf", writes: true, run: (*Wiki).changeContentModel},
		"mergehistory":       {post: true, token: "csrf", writes: true, run: (*Wiki).mergeHistories},
		"revisiondelete":     {post: true, token: "csrf", writes: true, run: (*Wiki).hideRevisions},
		"tag":                {post: true, token: "csrf", writes: true, run: (*Wiki).tag},
		"parse":              {run: (*Wiki).parse},
		"paraminfo":          {run: (*Wiki).paraminfo},
	}
}

// serveAPI answers one call of api.php.
func (w *Wiki) serveAPI(rw http.ResponseWriter, req *http.Request) {
	set := w.settings()
	body := req.Body
	if set.MaxBody > 0 {
		req.Body = http.MaxBytesReader(rw, body, set.MaxBody)
	}
	r, err := w.readRequest(req)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			io.Copy(io.Discard, body)
			htmlPage(http.StatusRequestEntityTooLarge).send(rw)
			return
		}
		hangUp(rw, err) // the client went away, or the disk is full: nothing was done
		return
	}
	defer r.discard()
	w.answer(rw, r)
}

// call runs a request and gives the answer.
func (w *Wiki) call(r *request) *reply {
	if r.help {
		return help()
	}
	module := actions[r.action]
	if module.before != nil {
		module.before(w, r)
	}
	var result obj
	run := w.read
	removes := w.awaitRemovals()
	if module.writes || removes {
		run = w.write
	}
	err := run(func() error {
		r.now = w.now()
		if removes {
			if err := w.remove(false); err != nil {
				return err
			}
		}
		if module.writes {
			w.runDueJobs()
		}
		if err := w.admit(r, module); err != nil {
			return err
		}
		r.module = r.action
		var err error
		if result, err = module.run(w, r); err == nil {
			err = r.err()
		}
		return err
	})
	if err == nil {
		r.warnUnused()
	} else {
		result = nil
	}
	return r.finish(result, err)
}

// admit is what is asked of every request before its module runs, in the order
// in which MediaWiki asks.
func (w *Wiki) admit(r *request, module action) error {
	if r.values["format"] != "json" || r.values["formatversion"] != "2" {
		return refuse("badvalue", "The sandbox answers format=json with formatversion=2 only.")
	}
	if !slices.Contains([]string{"", "bc", "plaintext"}, r.format) {
		return refuse("badvalue", "The sandbox answers errorformat=plaintext and errorformat=bc only.")
	}
	if err := w.authenticate(r); err != nil {
		return err
	}
	if module.run == nil {
		return refuse("badvalue", "Unrecognized value for parameter \"action\": %s.", r.values["action"])
	}
	if err := w.assert(r); err != nil {
		return err
	}
	r.module = r.action
	if module.post && r.http.Method != http.MethodPost {
		return refuse("mustbeposted", "The %q module requires a POST request.", r.action)
	}
	if module.token != "" {
		if err := w.checkToken(r, module.token); err != nil {
			return err
		}
	}
	r.module = "main"
	if w.set.Private && r.actor.anonymous() && !openToAll(r) {
		return refuse("readapidenied", "You need read permission to use this module.")
	}
	if module.writes && w.set.ReadOnly != "" {
		return readOnly(w.set.ReadOnly)
	}
	return w.checkLag(r)
}

// openToAll reports whether a request is one that a private wiki answers to anybody: of
// logging in, or of the API itself.
func openToAll(r *request) bool {
	switch r.action {
	case "login", "paraminfo":
		return true
	case "query":
		return r.values["meta"] == "tokens" && r.values["prop"] == "" && r.values["list"] == "" && r.values["titles"] == ""
	}
	return false
}

func readOnly(reason string) *refusal {
	return refuse("readonly", "The wiki is currently in read-only mode.").with("readonlyreason", reason)
}

// checkLag refuses a request whose maxlag the wiki's replicas exceed.
func (w *Wiki) checkLag(r *request) error {
	most, err := strconv.ParseFloat(r.values["maxlag"], 64)
	if err != nil || w.set.Lag <= most {
		return nil
	}
	return lagging(w.set.Lag, most)
}

func lagging(lag, most float64) *refusal {
	return refuse("maxlag", "Waiting for 127.0.0.1: %v seconds lagged.", lag).
		with("host", "127.0.0.1").with("lag", lag).with("type", "db").with("retryafter", int(max(most, 5)))
}

// help is what MediaWiki shows to somebody who asks for nothing.
func help() *reply {
	return &reply{status: http.StatusOK, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body: []byte("<!DOCTYPE html><title>MediaWiki API help</title><p>The sandbox answers action=query, upload, edit, move, delete, undelete, protect, filerevert, revisiondelete, tag and login.")}
}

// htmlPage is what a web server or a proxy answers in place of the wiki.
func htmlPage(status int) *reply {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return &reply{status: status, header: http.Header{"Content-Type": {"text/html"}},
		body: []byte("<html><head><title>" + text + "</title></head><body><center><h1>" + text + "</h1></center></body></html>")}
}

func (w *Wiki) settings() Settings {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.set
}
