package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// answer runs a request and sends what comes of it, or lets a fault strike.
func (w *Wiki) answer(rw http.ResponseWriter, r *request) {
	about := r.describe()
	for _, f := range w.watch {
		f(about)
	}
	fault := w.faults.next(about)
	if err := w.forget(fault, r); err != nil {
		hangUp(rw, err)
		return
	}
	switch {
	case fault.Kind == Refuse:
		hangUp(rw, errRefused)
		return
	case fault.Kind == Delay && !wait(r.http, fault.Wait):
		hangUp(rw, r.http.Context().Err())
		return
	}
	out := w.refuseFor(fault, r)
	if strikesBefore := !fault.Done && (fault.Kind == Reset || fault.Kind == Status || fault.Kind == HTML); out == nil && !strikesBefore {
		out = w.call(r)
	}
	switch fault.Kind {
	case Duplicate:
		again := r.again()
		out = w.call(again)
		again.discardFetched()
	case Reset:
		hangUp(rw, errReset)
		return
	case Truncate:
		out.sendHalf(rw)
		return
	case Status:
		out = htmlPage(fault.Status)
		if fault.RetryAfter > 0 {
			out.header.Set("Retry-After", fmt.Sprint(int(fault.RetryAfter.Seconds())))
		}
	case HTML:
		out = htmlPage(http.StatusOK)
	}
	out.send(rw)
}

// refuseFor is the wiki's own refusal of a request, nil when the fault is none.
func (w *Wiki) refuseFor(fault Fault, r *request) *reply {
	r.module = "main"
	switch fault.Kind {
	case MaxLag:
		return r.finish(nil, lagging(max(fault.Wait, 5*time.Second).Seconds(), 5))
	case RateLimited:
		return r.finish(nil, tooFast())
	case ReadOnly:
		return r.finish(nil, readOnly("The sandbox was told to be read-only for this request."))
	case BadToken:
		return r.finish(nil, badToken())
	}
	return nil
}

// forget has the wiki lose what it knew.
func (w *Wiki) forget(fault Fault, r *request) error {
	switch fault.Kind {
	case LoseSession:
		if cookie, err := r.http.Cookie(sessionCookie); err == nil {
			w.mu.Lock()
			delete(w.sessions, cookie.Value)
			w.mu.Unlock()
		}
	case LoseStash, LoseChunk:
		return w.write(func() error {
			r.now = w.now()
			if err := w.authenticate(r); err != nil {
				return err
			}
			if fault.Kind == LoseStash {
				return w.commit(r.event(doLose))
			}
			entry := w.state.stash[r.values["filekey"]]
			if entry == nil || !entry.partial || entry.has == 0 {
				return nil
			}
			e := r.event(doGrow)
			e.Key, e.Offset = entry.key, entry.has-1
			return w.commit(e)
		})
	}
	return nil
}

// wait pauses and reports whether the client is still there.
func wait(req *http.Request, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-req.Context().Done():
		return false
	}
}

// sendHalf breaks the connection in the middle of the answer.
func (p *reply) sendHalf(rw http.ResponseWriter) {
	for key, values := range p.header {
		rw.Header()[key] = values
	}
	rw.Header().Set("Content-Length", fmt.Sprint(len(p.body)))
	rw.WriteHeader(p.status)
	rw.Write(p.body[:len(p.body)/2])
	if socketless, ok := rw.(*pipe); ok {
		socketless.abort(io.ErrUnexpectedEOF)
		return
	}
	http.NewResponseController(rw).Flush()
	panic(http.ErrAbortHandler)
}
