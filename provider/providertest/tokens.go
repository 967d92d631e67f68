package providertest

import "testing"

// tokens is facts §1.4: CSRF tokens, and how a lost session shows itself.
func (g *tour) tokens(t *testing.T) {
	nothing := params{"action": "edit", "title": "Wf-" + g.run, "text": "never saved"}

	// §1.4: somebody who is not logged in has the token +\.
	fact(t, "nobody's token", func(t *testing.T) {
		g.stranger().get(t, params{"action": "query", "meta": "tokens"}).is("query.tokens.csrftoken", `+\`)
	})

	// §1.4: one token serves a session.
	fact(t, "one token for a session", func(t *testing.T) {
		g.bot.get(t, params{"action": "query", "meta": "tokens"}).has("query.tokens.csrftoken")
		g.bot.write(t, params{"action": "edit", "title": g.name("first"), "text": "first"}).is("edit.result", "Success")
		g.bot.write(t, params{"action": "edit", "title": g.name("second"), "text": "second"}).is("edit.result", "Success")
	})

	// §1.4: a stale token, and +\ while logged in.
	fact(t, "a wrong token", func(t *testing.T) {
		for _, token := range []string{"0123456789abcdef0123456789abcdef+\\", `+\`} {
			g.bot.write(t, nothing.and(params{"token": token})).refused("badtoken")
		}
	})

	// §1.4: the session is lost, the token is kept: misleading without an assertion.
	fact(t, "a lost session", func(t *testing.T) {
		lost := g.stranger()
		lost.post(t, nothing.and(params{"token": g.bot.token})).refused("badtoken")
		lost.post(t, nothing.and(params{"token": g.bot.token, "assert": "user"})).refused("assertuserfailed")
	})

	// §1.4, §1.3: a refused Authorization header is a session that is not there.
	fact(t, "assert=user without a session", func(t *testing.T) {
		g.stranger().get(t, params{"action": "query", "meta": "userinfo", "assert": "user"}).refused("assertuserfailed")
	})

	// §1.4: no token at all.
	fact(t, "no token", func(t *testing.T) {
		g.bot.post(t, nothing).refused("missingparam")
	})

	// §1.4, §4: tokens belong into the body.
	fact(t, "a token in the address", func(t *testing.T) {
		v := *g.bot
		v.api += "?token=0123"
		v.post(t, nothing).refused("mustpostparams")
	})

	// §1.4: the right counts, not the group.
	fact(t, "assert=bot without the right", func(t *testing.T) {
		g.bot.get(t, params{"action": "query", "assert": "bot"}).is("errors", nil)
		g.stranger().get(t, params{"action": "query", "assert": "bot"}).refused("assertbotfailed")
		g.need(t, g.Basic).get(t, params{"action": "query", "assert": "bot"}).refused("assertbotfailed")
	})

	// §1.4: somebody else.
	fact(t, "assertuser with another name", func(t *testing.T) {
		g.bot.get(t, params{"action": "query", "assertuser": "Somebody Else"}).refused("assertnameduserfailed")
	})

	// §1.4: an upload by nobody.
	fact(t, "an anonymous upload", func(t *testing.T) {
		v := g.stranger()
		v.token = `+\`
		v.upload(t, g.name("anonymous")+".png", picture(8), nil).refused("mustbeloggedin")
	})
}
