package sandbox

import "crypto/subtle"

// login is action=login of a bot password (facts §1.1).
func (w *Wiki) login(r *request) (obj, error) {
	name, password, token := r.str("lgname"), r.str("lgpassword"), r.str("lgtoken")
	r.flag("lgdomain")
	switch {
	case r.session != nil && r.session.account != nil:
		return r.loginEnds("Aborted", "botpasswords-session-provider", "Cannot log in when using MediaWiki\\Session\\BotPasswordSessionProvider sessions."), nil
	case !r.has("lgtoken"):
		if r.session == nil {
			w.begin(r, nil)
		}
		r.warn("login", refuse("deprecation", "Fetching a token via \"action=login\" is deprecated. Use \"action=query&meta=tokens&type=login\" instead.").
			with("feature", "action=login&!lgtoken"))
		return obj{"login": obj{"result": "NeedToken", "token": r.session.token("login")}}, nil
	case r.session == nil:
		return r.loginEnds("Failed", "sessionlost", "Unable to continue login. Your session most likely timed out."), nil
	case token != r.session.token("login"):
		return obj{"login": obj{"result": "WrongToken"}}, nil
	}
	for i := range w.accounts {
		a := &w.accounts[i]
		if a.Name == name && a.Password != "" && subtle.ConstantTimeCompare([]byte(a.Password), []byte(password)) == 1 {
			w.begin(r, a)
			return obj{"login": obj{"result": "Success", "lguserid": w.userID(a.user()), "lgusername": a.user()}}, nil
		}
	}
	return r.loginEnds("Failed", "wrongpassword", "Incorrect username or password entered. Please try again."), nil
}

// loginEnds says why there is no session. The form of the reason depends on
// errorformat.
func (r *request) loginEnds(result, code, text string) obj {
	var reason any = text
	if r.plain() {
		reason = obj{"code": code, "text": text}
	}
	return obj{"login": obj{"result": result, "reason": reason}}
}

func (w *Wiki) logout(r *request) (obj, error) {
	for id, s := range w.sessions {
		if s == r.session {
			delete(w.sessions, id)
		}
	}
	return obj{}, nil
}
