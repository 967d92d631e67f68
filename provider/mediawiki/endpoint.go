package mediawiki

import (
	"fmt"

	"wikiform/provider"
	"wikiform/provider/endpoint"
)

// parseAPI checks where requests will go before any credential does.
func parseAPI(cfg Config) (endpoint.Endpoint, error) {
	e, err := endpoint.Parse(cfg.API)
	if err != nil {
		return e, &provider.Error{
			Kind: provider.Unavailable, Cure: provider.CureManifest, Op: "connect", Info: "api " + err.Error(),
			Advice: "give the URL of the wiki's api.php, for example https://wiki.example.org/w/api.php",
		}
	}
	if !e.Private() && !cfg.Credentials.anonymous() {
		return e, &provider.Error{
			Kind: provider.Auth, Op: "connect",
			Info:   fmt.Sprintf("credentials are not sent to %s over unencrypted http", e.Host()),
			Advice: "use https in api, or read anonymously without credentials",
		}
	}
	return e, nil
}
