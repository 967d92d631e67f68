package cli

import (
	"fmt"
	"os"
	"strings"

	"wikiform/provider/endpoint"
	"wikiform/provider/mediawiki"
)

// credentialNames are the environment variables that hold the credentials of
// one wiki. They are bound to its host, so that a manifest that names another
// host gets none of them.
type credentialNames struct{ token, user, password string }

// namesFor gives the names for a host; one that has no variable has none.
func namesFor(e endpoint.Endpoint) (credentialNames, bool) {
	suffix, ok := e.Variable()
	if !ok {
		return credentialNames{}, false
	}
	return credentialNames{"WIKIFORM_TOKEN_" + suffix, "WIKIFORM_USER_" + suffix, "WIKIFORM_PASSWORD_" + suffix}, true
}

// credentials reads what the environment holds for the host of api; nothing is
// no error, since a public wiki can be read without.
func (a *app) credentials(api string) (mediawiki.Credentials, error) {
	e, err := endpoint.Parse(api)
	if err != nil {
		return mediawiki.Credentials{}, fmt.Errorf("api %w", err)
	}
	names, ok := namesFor(e)
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
		return mediawiki.Credentials{Token: c.Token}, safeToSend(e)
	}
	switch {
	case c.User == "" && c.Password == "":
		return c, nil
	case c.User == "":
		return c, fmt.Errorf("%s is set, but %s is not", names.password, names.user)
	case c.Password == "":
		return c, fmt.Errorf("%s is set, but %s is not", names.user, names.password)
	}
	return c, safeToSend(e)
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
func safeToSend(e endpoint.Endpoint) error {
	if e.Private() {
		return nil
	}
	return hinted{fmt.Errorf("the api of %s is not https, so no credentials are sent to it", e.Host()),
		"Write https:// in the wiki block, or unset the credentials to plan without an account."}
}

// namesOf is namesFor of an address in text.
func namesOf(api string) (credentialNames, bool) {
	e, err := endpoint.Parse(api)
	if err != nil {
		return credentialNames{}, false
	}
	return namesFor(e)
}

// howToLogIn says which variables to set for a wiki.
func howToLogIn(api string) string {
	names, ok := namesOf(api)
	if !ok {
		return fmt.Sprintf("The host name %s cannot have credentials, since it has a _ in it.", host(api))
	}
	return fmt.Sprintf("Set %s and %s to a bot password\n(Special:BotPasswords on the wiki), or %s to an OAuth 2 owner-only token.",
		names.user, names.password, names.token)
}
