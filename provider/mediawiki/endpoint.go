package mediawiki

import (
	"fmt"
	"net"
	"net/url"

	"wikiform/provider"
)

// parseAPI checks where requests will go before any credential does.
func parseAPI(cfg Config) (*url.URL, error) {
	refuse := func(format string, args ...any) (*url.URL, error) {
		return nil, &provider.Error{
			Kind: provider.Unavailable, Op: "connect", Info: fmt.Sprintf(format, args...),
			Hint: "give the URL of the wiki's api.php, for example https://wiki.example.org/w/api.php",
		}
	}
	u, err := url.Parse(cfg.API)
	switch {
	case err != nil:
		// The parser's message quotes the URL, which may hold a password.
		return refuse("api is not a URL")
	case u.User != nil:
		return refuse("api holds a user name or password, which belong to the credentials")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return refuse("api %q is not an http or https URL", cfg.API)
	case u.RawQuery != "" || u.Fragment != "":
		return refuse("api %q has more than scheme, host and path", cfg.API)
	case u.Scheme == "http" && !loopback(u.Hostname()) && !cfg.Credentials.anonymous():
		return nil, &provider.Error{
			Kind: provider.Auth, Op: "connect",
			Info: fmt.Sprintf("credentials are not sent to %s over unencrypted http", u.Host),
			Hint: "use https in api, or read anonymously without credentials",
		}
	}
	return u, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
