package cli

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"wikiform/provider/mediawiki"
)

// credentialNames are the environment variables that hold the credentials of
// one wiki. They are bound to its host, so that a manifest that names another
// host gets none of them.
type credentialNames struct{ token, user, password string }

// namesFor derives the names from the URL of the wiki's API: dots become _,
// dashes __, and a port is appended. A host that cannot be written so has none.
func namesFor(api *url.URL) (credentialNames, bool) {
	host := strings.ToLower(api.Hostname())
	for _, r := range host {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == ':') {
			return credentialNames{}, false
		}
	}
	suffix := strings.NewReplacer("-", "__", ".", "_", ":", "_").Replace(host)
	if port := api.Port(); port != "" {
		suffix += "_" + port
	}
	return credentialNames{"WIKIFORM_TOKEN_" + suffix, "WIKIFORM_USER_" + suffix, "WIKIFORM_PASSWORD_" + suffix}, true
}

// credentials reads what the environment holds for the host of api; nothing is
// no error, since a public wiki can be read without.
func (a *app) credentials(api string) (mediawiki.Credentials, error) {
	u, err := url.Parse(api)
	if err != nil {
		return mediawiki.Credentials{}, err
	}
	names, ok := namesFor(u)
	if !ok {
		return mediawiki.Credentials{}, nil
	}
	var c mediawiki.Credentials
	for name, to := range map[string]*string{names.token: &c.Token, names.user: &c.User, names.password: &c.Password} {
		if *to, err = a.secret(name); err != nil {
			return mediawiki.Credentials{}, err
		}
	}
	if c.Token != "" {
		return mediawiki.Credentials{Token: c.Token}, a.safeToSend(u)
	}
	switch {
	case c.User == "" && c.Password == "":
		return c, nil
	case c.User == "":
		return c, fmt.Errorf("%s is set, but %s is not", names.password, names.user)
	case c.Password == "":
		return c, fmt.Errorf("%s is set, but %s is not", names.user, names.password)
	}
	return c, a.safeToSend(u)
}

// secret is the value of a variable, or the content of the file that the
// variable with _FILE behind its name points to.
func (a *app) secret(name string) (string, error) {
	if v := a.Env[name]; v != "" {
		return v, nil
	}
	file := a.Env[name+"_FILE"]
	if file == "" {
		return "", nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", name, err)
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// safeToSend refuses to send credentials in the clear, but to this machine.
func (a *app) safeToSend(api *url.URL) error {
	if api.Scheme == "https" || loopback(api.Hostname()) {
		return nil
	}
	return hinted{fmt.Errorf("the api of %s is not https, so no credentials are sent to it", api.Host),
		"Write https:// in the wiki block, or unset the credentials to plan without an account."}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// namesOf is namesFor of a URL in text.
func namesOf(api string) (credentialNames, bool) {
	u, err := url.Parse(api)
	if err != nil {
		return credentialNames{}, false
	}
	return namesFor(u)
}

// howToLogIn says which variables to set for a wiki.
func howToLogIn(api string) string {
	names, ok := namesOf(api)
	if !ok {
		return fmt.Sprintf("The host name %s cannot have credentials: it is not plain ASCII letters, digits, dots and dashes.", host(api))
	}
	return fmt.Sprintf("Set %s and %s to a bot password\n(Special:BotPasswords on the wiki), or %s to an OAuth 2 owner-only token.",
		names.user, names.password, names.token)
}
