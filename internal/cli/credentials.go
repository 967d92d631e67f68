package cli

import (
	"fmt"
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
	c, err := a.read(names)
	if err != nil {
		return mediawiki.Credentials{}, err
	}
	if c.Token != "" {
		return mediawiki.Credentials{Token: c.Token}, safeToSend(e)
	}
	switch {
	case c.User == "" && c.Password == "":
		return c, nil
	case c.User == "":
		return c, hinted{fmt.Errorf("%s is set, but %s is not", names.password, names.user),
			fmt.Sprintf("Set %s to the user name that Special:BotPasswords shows beside the password: ACCOUNT@APP.", names.user)}
	case c.Password == "":
		return c, hinted{fmt.Errorf("%s is set, but %s is not", names.user, names.password),
			fmt.Sprintf("Set %s to the bot password, which Special:BotPasswords on the wiki makes.", names.password)}
	}
	return c, safeToSend(e)
}

// read reads what is set of the credentials with these names. What was copied or
// stored with something around it is mended where that is safe, and else named: a
// login with it would fail and be counted.
func (a *app) read(names credentialNames) (c mediawiki.Credentials, err error) {
	var from [3]string
	for i, to := range []*string{&c.Token, &c.User, &c.Password} {
		if *to, from[i], err = a.secret([]string{names.token, names.user, names.password}[i]); err != nil {
			return mediawiki.Credentials{}, err
		}
	}
	c.Token, c.User = unblanked(c.Token), unblanked(c.User)
	if plain := unblanked(c.Password); strings.Contains(c.User, "@") {
		c.Password = plain // of a bot
	} else if plain != c.Password {
		a.note("The value of %s begins or ends with blanks, which count as part of the password.", from[2])
	}
	for i, err := range []error{spoiltToken(c.Token), spoilt(c.User), spoilt(c.Password)} {
		if err != nil {
			return mediawiki.Credentials{}, fmt.Errorf("the value of %s %w", from[i], err)
		}
	}
	return c, nil
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
		return fmt.Sprintf("The host name %s cannot have credentials, since it has a _ in it.", endpoint.HostOf(api))
	}
	return fmt.Sprintf("Set %s and %s to a bot password\n(Special:BotPasswords on the wiki), or %s to an OAuth 2 owner-only token.",
		names.user, names.password, names.token)
}
