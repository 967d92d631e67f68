package endpoint

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// toASCII maps a host as browsers do before they look it up: capitals, full-width
// letters and dots, and what is not ASCII to punycode.
var toASCII = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule())

// canonicalHost gives the name that is looked up, or the address that is dialled.
// What it refuses is no name of a host anywhere (RFC 1123, and the URL standard
// for what ends in a number), or would be written into a variable's name as
// another host is.
func canonicalHost(host string) (string, netip.Addr, error) {
	none := netip.Addr{}
	if strings.Contains(host, ":") {
		addr, err := netip.ParseAddr(host)
		if err != nil || addr.Zone() != "" {
			return "", none, fmt.Errorf("names the host [%s], which is no IPv6 address of a server", host)
		}
		return "", addr, nil
	}
	name, err := ascii(host)
	if err != nil {
		return "", none, fmt.Errorf("names the host %q, which is no name of a host: %w", host, err)
	}
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	for _, label := range labels {
		if reason := badLabel(label); reason != "" {
			return "", none, fmt.Errorf("names the host %q, %s", host, reason)
		}
	}
	switch addr, err := netip.ParseAddr(name); {
	case err == nil:
		return "", addr, nil
	case isNumber(last):
		return "", none, fmt.Errorf("names the host %q, which ends in a number and is no IPv4 address", host)
	case len(name) > 253:
		return "", none, errors.New("names a host of more than 253 letters")
	}
	return name, none, nil
}

// ascii lower-cases what is ASCII already, where every mapping agrees, and leaves
// the rest to IDNA.
func ascii(host string) (string, error) {
	for i := range len(host) {
		if host[i] >= 0x80 {
			return toASCII.ToASCII(host)
		}
	}
	return strings.ToLower(host), nil
}

// badLabel is a clause that says why a part between dots is none.
func badLabel(label string) string {
	switch {
	case label == "":
		return "which begins or ends with a dot, or has two in a row"
	case len(label) > 63:
		return "which has more than 63 letters between its dots"
	case label[0] == '-' || label[len(label)-1] == '-':
		return "which has a hyphen beside a dot, or at its beginning or end"
	}
	for _, r := range label {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_') {
			return fmt.Sprintf("which has a %q in it", r)
		}
	}
	return ""
}

// isNumber reports whether the last part of a host makes it an IPv4 address for
// those who look it up: digits, or hexadecimal ones behind 0x.
func isNumber(label string) bool {
	if hex, found := strings.CutPrefix(label, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
