package mediawiki

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"

	"wikiform/provider"
)

// session is one login: its cookies and its token. A new login is a new
// session, since the wiki refuses to log in inside one (facts §1.1), and so that
// a late answer to the old one cannot spoil the new one's cookies.
type session struct {
	jar http.CookieJar

	fetching ctxMutex // of whoever fetches the token, so that one is fetched
	mu       sync.Mutex
	csrf     string // "" when it must be fetched; guarded by mu
}

func newSession() *session {
	cookies, _ := cookiejar.New(nil) // fails for no options at all
	return &session{jar: &jar{CookieJar: cookies, seen: map[string]bool{}}}
}

// jar is a session's cookies, as many as a session has.
type jar struct {
	http.CookieJar
	mu   sync.Mutex
	seen map[string]bool
}

// SetCookies implements http.CookieJar.
func (j *jar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var taken []*http.Cookie
	for _, c := range cookies {
		if len(c.Name)+len(c.Value) > mostCookie || !j.seen[c.Name] && len(j.seen) >= mostCookies {
			continue
		}
		j.seen[c.Name] = true
		taken = append(taken, c)
	}
	j.CookieJar.SetCookies(u, taken)
}

func (c *Client) current() *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// canLogin reports whether a lost session can be replaced. With a bearer token it
// cannot: that is either good or not.
func (c *Client) canLogin() bool { return c.creds.Token == "" && !c.creds.anonymous() }

// relogin replaces the session that turned out to be lost, unless another
// request has done so meanwhile. It takes its place among the requests under way first:
// others wait for the same login in theirs, and would never give it one.
func (c *Client) relogin(ctx context.Context, lost *session, e *effort) error {
	if c.current() != lost {
		return nil
	}
	leave, err := c.pace.enter(ctx, request{op: "login", tell: c.tell})
	if err != nil {
		return interrupted("login", err)
	}
	defer leave()
	ctx = inside(ctx)
	if err := c.logins.lock(ctx); err != nil {
		return interrupted("login", err)
	}
	defer c.logins.unlock()
	if c.current() != lost {
		return nil
	}
	s, err := c.login(ctx, e)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session = s
	return nil
}

// login opens a session with a bot password (facts §1.1). It tries twice: a wiki
// under load may forget the token that it gave for the login.
func (c *Client) login(ctx context.Context, e *effort) (*session, error) {
	s := newSession()
	result, err := c.tryLogin(ctx, s, e)
	if err == nil && result.lostCookie() {
		s = newSession()
		result, err = c.tryLogin(ctx, s, e)
	}
	if err != nil {
		return nil, err
	}
	if err := result.refusal(c.creds.User); err != nil {
		return nil, err
	}
	return s, nil
}

func (c *Client) tryLogin(ctx context.Context, s *session, e *effort) (loginResult, error) {
	var tokens struct {
		Query struct{ Tokens struct{ LoginToken string } }
	}
	err := c.call(ctx, request{op: "login", in: s, anonymous: true, effort: e, params: url.Values{
		"action": {"query"}, "meta": {"tokens"}, "type": {"login"},
	}}, &tokens)
	if err == nil {
		err = checkToken("login", tokens.Query.Tokens.LoginToken)
	}
	if err != nil {
		return loginResult{}, err
	}
	var answer struct{ Login loginResult }
	err = c.call(ctx, request{op: "login", in: s, anonymous: true, post: true, effort: e, params: url.Values{
		"action": {"login"}, "lgname": {c.creds.User}, "lgpassword": {c.creds.Password},
		"lgtoken": {tokens.Query.Tokens.LoginToken},
	}}, &answer)
	return answer.Login, err
}

// loginResult is the answer of action=login. Its reason is a string or, with
// errorformat=plaintext, an object.
type loginResult struct {
	Result string
	Reason json.RawMessage
}

func (l loginResult) reason() (code, text string) {
	var e apiError
	if json.Unmarshal(l.Reason, &e) == nil {
		return e.Code, e.Text
	}
	_ = json.Unmarshal(l.Reason, &text)
	return "", text
}

// lostCookie reports whether the wiki did not find the session to which its login
// token belongs. It has several words for that.
func (l loginResult) lostCookie() bool {
	code, _ := l.reason()
	return l.Result == "NeedToken" || l.Result == "WrongToken" || code == "sessionlost"
}

func (l loginResult) refusal(user string) error {
	if l.Result == "Success" {
		return nil
	}
	code, text := l.reason()
	if text == "" {
		text = fmt.Sprintf("the wiki answered %q", clip(l.Result))
	}
	hint := fmt.Sprintf("check the bot password of %q; Special:BotPasswords on the wiki makes one, whose user name is ACCOUNT@APP", user)
	switch {
	case code == "login-throttled" || l.Result == "Throttled":
		hint = "too many logins failed; wait as long as the wiki says, then try again"
	case l.lostCookie():
		hint = "the wiki did not recognise its own cookie; does a proxy strip cookies?"
	}
	return &provider.Error{Kind: provider.Auth, Op: "login", Code: clip(code), Ground: groundOf(code), Info: clip(text), Advice: hint}
}

// token gives the session's CSRF token (facts §1.4), which r needs.
func (c *Client) token(ctx context.Context, s *session, r request) (string, error) {
	if err := s.fetching.lock(ctx); err != nil {
		return "", interrupted("token", err)
	}
	defer s.fetching.unlock()
	if token := s.cachedToken(); token != "" {
		return token, nil
	}
	var answer struct {
		Query struct{ Tokens struct{ CSRFToken string } }
	}
	err := c.call(ctx, request{op: "token", in: s, tell: r.tell, effort: r.effort, params: url.Values{
		"action": {"query"}, "meta": {"tokens"}, "type": {"csrf"},
	}}, &answer)
	if err == nil {
		err = checkToken("token", answer.Query.Tokens.CSRFToken)
	}
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.csrf = answer.Query.Tokens.CSRFToken
	return s.csrf, nil
}

// checkToken refuses a token that is longer than any wiki's: it would be sent with
// every write.
func checkToken(op, token string) error {
	if len(token) > mostLine {
		return malformed(op, fmt.Sprintf("the wiki's token has %d bytes", len(token)))
	}
	return nil
}

func (s *session) cachedToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.csrf
}

// forget drops a token that the wiki refused, unless it was replaced meanwhile.
func (s *session) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.csrf == token {
		s.csrf = ""
	}
}
