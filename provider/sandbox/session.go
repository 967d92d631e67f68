package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

const (
	sessionCookie    = "sandbox_session"
	botSessionCookie = "sandbox_BPsession"
)

// session is what the wiki remembers of a client between its requests.
type session struct {
	account *Account // nil: nobody logged in
	secret  string   // tokens come from it
	used    time.Time
}

// token gives the token of a kind; it is the same all through the session.
func (s *session) token(kind string) string {
	mac := hmac.New(sha256.New, []byte(s.secret))
	mac.Write([]byte(kind))
	return hex.EncodeToString(mac.Sum(nil))[:40] + `+\`
}

// authenticate finds out who makes the request: by bearer token, or by the
// session of a cookie.
func (w *Wiki) authenticate(r *request) error {
	if bearer, ok := strings.CutPrefix(r.http.Header.Get("Authorization"), "Bearer "); ok && !w.set.NoOAuth {
		for i := range w.accounts {
			if a := &w.accounts[i]; a.Token != "" && a.Token == bearer {
				r.actor, r.session = w.identify(a), &session{account: a, secret: bearer}
				return nil
			}
		}
		return refuse("mwoauth-invalid-authorization", "The authorization headers in your request are not valid: Invalid access token")
	}
	r.actor = w.identify(nil)
	cookie, err := r.http.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	s := w.sessions[cookie.Value]
	if s == nil {
		return nil
	}
	if r.now.Sub(s.used) > w.set.SessionLife {
		delete(w.sessions, cookie.Value)
		return nil
	}
	s.used = r.now
	r.session, r.actor = s, w.identify(s.account)
	return nil
}

// begin starts a session for an account, or for nobody, and sets its cookies.
func (w *Wiki) begin(r *request, a *Account) {
	id := secret()
	r.session = &session{account: a, secret: secret(), used: r.now}
	w.sessions[id] = r.session
	r.setCookie(sessionCookie, id)
	if a != nil {
		r.setCookie(botSessionCookie, secret())
	}
}

func (r *request) setCookie(name, value string) {
	r.cookies = append(r.cookies, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func secret() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// csrf is the token with which r's client may write. That of nobody is no secret.
func (r *request) csrf() string {
	if r.actor.anonymous() {
		return `+\`
	}
	return r.session.token("csrf")
}

func (w *Wiki) checkToken(r *request, kind string) error {
	token, sent := r.values["token"]
	r.used["token"] = true
	switch {
	case !sent:
		return refuse("missingparam", "The \"token\" parameter must be set.")
	case !r.posted["token"]:
		return refuse("mustpostparams", "The following parameter was found in the query string, but must be in the POST body: token.")
	case token != r.csrf():
		return badToken()
	}
	return nil
}

func badToken() *refusal { return refuse("badtoken", "Invalid CSRF token.") }

// assert checks who the client believes to be.
func (w *Wiki) assert(r *request) error {
	switch r.values["assert"] {
	case "anon":
		if !r.actor.anonymous() {
			return refuse("assertanonfailed", "You are no longer logged out, so the action could not be completed.")
		}
	case "user":
		if r.actor.anonymous() {
			return refuse("assertuserfailed", "You are no longer logged in, so the action could not be completed.")
		}
	case "bot":
		if !r.actor.may("bot") {
			return refuse("assertbotfailed", "You do not have the \"bot\" right, so the action could not be completed.")
		}
	case "":
	default:
		return refuse("badvalue", "Unrecognized value for parameter \"assert\": %s.", r.values["assert"])
	}
	if name, ok := r.values["assertuser"]; ok && (r.actor.anonymous() || name != r.actor.name()) {
		return refuse("assertnameduserfailed", "You are no longer logged in as %q, so the action could not be completed.", name)
	}
	return nil
}
