package providertest

import (
	"net/http"
	"strings"
	"testing"
)

// envelope is facts §0 and §9: the shape of what goes wrong.
func (g *tour) envelope(t *testing.T) {
	// §0.2: the status is 200, the codes are in the body and in a header.
	fact(t, "an error has status 200 and a header", func(t *testing.T) {
		got := g.bot.get(t, params{"action": "frobnicate"}).refused("badvalue").is("errors.0.module", "main").has("errors.0.text")
		if got.status != http.StatusOK || got.header.Get("MediaWiki-API-Error") != "badvalue" {
			got.fail("the header says %q", got.header.Get("MediaWiki-API-Error"))
		}
	})

	// §0.1: errorformat=plaintext gives all errors, with their data.
	fact(t, "several errors at once", func(t *testing.T) {
		got := g.need(t, g.NoRights).write(t, params{"action": "edit", "title": g.name("several"), "text": "x"})
		if got.refused("permissiondenied").at("errors.1.code") == nil {
			got.fail("one error only")
		}
		if header := got.header.Get("MediaWiki-API-Error"); header != "permissiondenied, "+got.str("errors.1.code") {
			got.fail("the header says %q", header)
		}
	})

	// §0.1: the default format has the first one only, under another key.
	fact(t, "the old format", func(t *testing.T) {
		g.bot.get(t, params{"action": "frobnicate", "errorformat": "bc"}).
			is("error.code", "badvalue").has("error.info").is("errors", nil)
	})

	// §9: warnings of the API stand beside a result.
	fact(t, "a warning beside a result", func(t *testing.T) {
		g.bot.get(t, params{"action": "query", "meta": "tokens", "frobnicate": "1"}).
			is("warnings.0.code", "unrecognizedparams").is("warnings.0.module", "main").
			has("warnings.0.text", "query.tokens.csrftoken")
	})

	// §9: a body that is no form is no parameters, and the answer a help page.
	fact(t, "a body that is no form", func(t *testing.T) {
		got := g.bot.call(t, http.MethodPost, g.API, "application/json", []byte(`{"action":"query","format":"json"}`))
		if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			got.fail("not the help page but %s", got.header.Get("Content-Type"))
		}
	})
}
