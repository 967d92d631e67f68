package endpoint

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// errScheme is an address that is one of no web server.
var errScheme = errors.New("does not begin with https:// or http://")

// halfScheme is a scheme of the web, perhaps without all of what is behind it; wholeScheme is
// any scheme with all of that.
var (
	halfScheme  = regexp.MustCompile(`(?i)^https?(?::/{0,2}|/{1,2})`)
	wholeScheme = regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*://`)
)

// Parse reads an address. Its error is a clause that says what is wrong with it,
// without the address itself, which may hold a password; and what to write, where
// only the scheme or blanks are wrong.
func Parse(api string) (Endpoint, error) {
	e, err := parse(api)
	switch whole := wholeScheme.MatchString(api); {
	case strings.TrimFunc(api, stray) != api:
		err = errors.New("has blanks around it")
	case err == nil || whole:
		return e, err
	case !halfScheme.MatchString(api):
		err = errScheme // net/url says of most that a colon is where none may be
	}
	if try := meant(api); try != "" {
		err = fmt.Errorf("%w; write %s", err, try)
	}
	return Endpoint{}, err
}

// meant is the address that was meant by one that lacks its scheme, or has blanks
// around it; "" where that is not clear.
func meant(api string) string {
	if strings.Contains(api, "@") { // what is before it is a password's
		return ""
	}
	rest := strings.TrimFunc(api, stray)
	scheme := ""
	if half := halfScheme.FindString(rest); half != "" {
		scheme, _, _ = strings.Cut(strings.ToLower(half), ":")
		scheme, _, _ = strings.Cut(scheme, "/")
		rest = rest[len(half):]
	}
	rest = strings.TrimLeft(rest, "/")
	if at := strings.IndexAny(rest, "?#"); at >= 0 {
		rest = rest[:at]
	}
	if host, path, _ := strings.Cut(rest, "/"); path == "" {
		rest = host + "/w/api.php"
	}
	try := func(scheme string) Endpoint {
		e, err := parse(scheme + "://" + rest)
		if err != nil {
			return Endpoint{}
		}
		return e
	}
	switch {
	case strings.Contains(rest, "://"): // a scheme that is another one
		return ""
	case scheme != "":
		return try(scheme).String()
	}
	if e := try("http"); e.Private() { // this machine, on which nobody has certificates
		return e.String()
	}
	return try("https").String()
}

// stray is a letter that copying leaves around an address.
func stray(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }
