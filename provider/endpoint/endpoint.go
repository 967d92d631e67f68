// Package endpoint gives the address of a wiki's api.php the one form in which it
// is dialled, shown and bound to credentials.
//
// A manifest is written by anybody, and a credential belongs to one host. So the
// host is made canonical once, by [Parse], and everything else is derived from
// the result: what is dialled, and the part of an environment variable's name
// that says for which host its value is ([Endpoint.Variable]). Two endpoints have
// the same variable only if they are the same host and port.
package endpoint

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wikiform/internal/weburl"
)

// Endpoint is the address of an api.php. The zero value is of no wiki.
type Endpoint struct {
	url  url.URL
	host string     // canonical: ASCII, lower case; "" for an IP address
	addr netip.Addr // of an IP address
}

// usual says what an address at this host looks like, for messages.
func usual(u url.URL) string {
	scheme := "https"
	if u.Scheme == "http" && thisMachine(u.Hostname()) {
		scheme = u.Scheme
	}
	return fmt.Sprintf("the address of the wiki's api.php, usually %s://%s/w/api.php", scheme, u.Host)
}

// thisMachine reports whether a host is the one that we run on.
func thisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// ForReaders is a clause that says why the address is that of a page and not of
// an api.php, "" when it may be one.
func (e Endpoint) ForReaders() string {
	if p := e.url.Path; p == "" || p == "/" || strings.HasSuffix(p, "/index.php") || strings.HasPrefix(p, "/wiki/") {
		return "is an address for readers; api is " + usual(e.url) + " (the page Special:Version shows it)"
	}
	return ""
}

// parse is [Parse] of an address as it stands.
func parse(api string) (Endpoint, error) {
	u, err := weburl.Parse(api)
	switch {
	case err != nil:
		return Endpoint{}, err
	case u.Scheme != "http" && u.Scheme != "https":
		return Endpoint{}, errScheme
	case u.Hostname() == "":
		return Endpoint{}, errors.New("names no host")
	case u.User != nil:
		return Endpoint{}, errors.New("has credentials in it, which belong into the environment and not into git")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return Endpoint{}, errors.New("has something after the path; " + usual(*u) + " and no more")
	}
	e := Endpoint{url: *u}
	port, err := canonicalPort(u.Port())
	if err != nil {
		return Endpoint{}, err
	}
	if e.host, e.addr, err = canonicalHost(u.Hostname()); err != nil {
		return Endpoint{}, err
	}
	e.url.Host = e.host
	switch {
	case e.addr.Is6():
		e.url.Host = "[" + e.addr.String() + "]"
	case e.addr.IsValid():
		e.url.Host = e.addr.String()
	}
	if port != "" {
		e.url.Host += ":" + port
	}
	return e, nil
}

// URL is the address to send requests to. The caller may change it.
func (e Endpoint) URL() *url.URL {
	u := e.url
	return &u
}

// String is the address in its canonical form.
func (e Endpoint) String() string { return e.url.String() }

// Host is the canonical host, with the port where the address has one.
func (e Endpoint) Host() string { return e.url.Host }

// Within reports whether the host is domain or below it.
func (e Endpoint) Within(domain string) bool {
	return e.host != "" && (e.host == domain || strings.HasSuffix(e.host, "."+domain))
}

// wikimedia are the domains of the Wikimedia Foundation's wikis.
var wikimedia = []string{
	"wikimedia.org", "wikipedia.org", "wiktionary.org", "wikibooks.org", "wikinews.org", "wikiquote.org", "wikisource.org",
	"wikiversity.org", "wikivoyage.org", "wikidata.org", "wikifunctions.org", "mediawiki.org", "wmflabs.org", "wmcloud.org",
}

// Wikimedia reports whether it is a wiki of the Wikimedia Foundation's, which counts requests
// and asks for few at a time.
func (e Endpoint) Wikimedia() bool { return slices.ContainsFunc(wikimedia, e.Within) }

// Private reports whether what is sent there cannot be read on the way: over
// https, or to this machine.
func (e Endpoint) Private() bool {
	return e.url.Scheme == "https" || e.host == "localhost" || e.addr.IsLoopback()
}

// Variable is the part of an environment variable's name that stands for the host:
// "_" for ".", "__" for "-", and a port behind another "_". An IPv6 address is
// written in full after one more "_" (_fe80_0_0_0_0_0_0_1_8080), as no name of a
// host begins. False: the host has no variable, since there is a "_" in its name.
func (e Endpoint) Variable() (string, bool) {
	name := strings.NewReplacer("-", "__", ".", "_").Replace(e.host)
	switch {
	case e.addr.Is6():
		for i, b := 0, e.addr.As16(); i < len(b); i += 2 {
			name += "_" + strconv.FormatUint(uint64(b[i])<<8|uint64(b[i+1]), 16)
		}
	case e.addr.IsValid():
		name = strings.ReplaceAll(e.addr.String(), ".", "_")
	case strings.Contains(e.host, "_"), e.host == "":
		return "", false
	}
	if port := e.url.Port(); port != "" {
		name += "_" + port
	}
	return name, true
}

// canonicalPort is a port without leading zeros, "" for none.
func canonicalPort(port string) (string, error) {
	if port == "" {
		return "", nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", fmt.Errorf("has the port %s, and ports are numbers from 1 to 65535", port)
	}
	return strconv.FormatUint(n, 10), nil
}

// HostOf is the host of an address, the address itself where it is none.
func HostOf(api string) string {
	e, err := Parse(api)
	if err != nil {
		return api
	}
	return e.Host()
}
