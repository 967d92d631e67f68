package providertest

import (
	"strings"
	"testing"
)

// login is facts §1.1: how a bot password gets in.
func (g *tour) login(t *testing.T) {
	// §1.1: a token first, and the session cookie that it belongs to.
	fact(t, "a login token comes with a cookie", func(t *testing.T) {
		got := g.stranger().get(t, params{"action": "query", "meta": "tokens", "type": "login"})
		if !strings.HasSuffix(got.str("query.tokens.logintoken"), `+\`) || len(got.header.Values("Set-Cookie")) == 0 {
			got.fail("no token, or no cookie")
		}
	})

	// §1.1: the name comes back without "@app".
	fact(t, "success", func(t *testing.T) {
		v := g.stranger()
		name, _, _ := strings.Cut(g.Bot.User, "@")
		v.post(t, v.credentials(t, g.Bot)).
			is("login.result", "Success").is("login.lgusername", name).has("login.lguserid")
		v.get(t, params{"action": "query", "meta": "userinfo", "assertuser": name}).is("query.userinfo.name", name)
	})

	// §1.1: with errorformat=plaintext the reason is an object.
	fact(t, "a wrong password", func(t *testing.T) {
		v := g.stranger()
		v.post(t, v.credentials(t, Account{g.Bot.User, "x" + g.Bot.Password})).
			is("login.result", "Failed").is("login.reason.code", "wrongpassword").has("login.reason.text").is("errors", nil)
	})

	// §1.1: without errorformat it is a sentence.
	fact(t, "a wrong password in the old format", func(t *testing.T) {
		v := g.stranger()
		v.post(t, v.credentials(t, Account{g.Bot.User, "x" + g.Bot.Password}).and(params{"errorformat": "bc"})).
			is("login.result", "Failed").str("login.reason")
	})

	// §1.1: an unknown application is told like a wrong password.
	fact(t, "an unknown application", func(t *testing.T) {
		v := g.stranger()
		v.post(t, v.credentials(t, Account{g.Bot.User + "x", g.Bot.Password})).
			is("login.result", "Failed").is("login.reason.code", "wrongpassword")
	})

	// §1.1: the answer to a login without token is a token.
	fact(t, "no token", func(t *testing.T) {
		g.stranger().post(t, params{"action": "login", "lgname": g.Bot.User, "lgpassword": g.Bot.Password}).
			is("login.result", "NeedToken").has("login.token")
	})

	// §1.1: the session is there, the token is not its own.
	fact(t, "a wrong token", func(t *testing.T) {
		v := g.stranger()
		v.post(t, v.credentials(t, g.Bot).and(params{"lgtoken": "0123456789abcdef+\\"})).is("login.result", "WrongToken")
	})

	// §1.1: the cookie was not sent back, so that there is no session at all.
	fact(t, "a lost cookie", func(t *testing.T) {
		g.stranger().post(t, g.stranger().credentials(t, g.Bot)).
			is("login.result", "Failed").is("login.reason.code", "sessionlost")
	})

	// §1.1: a bot password's session cannot log in again; begin with an empty jar.
	fact(t, "twice in one session", func(t *testing.T) {
		v := g.enter(t, g.Bot)
		v.post(t, v.credentials(t, g.Bot)).is("login.result", "Aborted")
		g.enter(t, g.Bot)
	})
}
