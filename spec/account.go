package spec

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	textlang "golang.org/x/text/language"
)

// accounts gives the user names as the wiki writes them, which is what it calls the
// authors of versions and revisions.
func (a *args) accounts() []string {
	list, ok := a.list("accounts")
	if ok && a.has("accounts") && len(list) == 0 {
		a.fault("accounts", "No account", "Without an account nothing would be ours. Name one, or leave accounts out: then it is the account logged in.")
	}
	var names []string
	for i, text := range list {
		name := userName(text)
		switch why := notUser(name); {
		case name == "":
			a.faultAt("accounts", i, "Empty user name", "An account has a name, such as on the wiki's page Special:Preferences.")
		case why != "":
			a.faultAt("accounts", i, "Invalid user name", "%q is no user name: %s.", text, why)
		case slices.Contains(names, name):
			a.faultAt("accounts", i, "Account twice", "%q is in the list already, as the wiki writes it. Remove one of them.", name)
		default:
			names = append(names, name)
		}
	}
	return names
}

// userName writes a user name as every wiki does: with a capital of the kind that titles
// have ("ǆ" begins one as "ǅ", "ß" as "Ss"), whatever its files have, and with single blanks.
func userName(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '_' || unicode.IsSpace(r) }), " ")
	_, n := utf8.DecodeRuneInString(text)
	return cases.Title(textlang.Und, cases.NoLower).String(text[:n]) + text[n:]
}

// userPage is what the pages of accounts begin with on every wiki.
const userPage = "User:"

// maxUserName is the longest user name of a wiki, in bytes.
const maxUserName = 255

// notUser says why no account can have a name, "" when one can.
func notUser(name string) string {
	address, _, isLogin := strings.Cut(name, "@")
	switch _, err := netip.ParseAddr(name); {
	case isLogin:
		return fmt.Sprintf("with an @ it is how a bot password logs in; the account itself may be %q", strings.TrimSpace(address))
	case len(name) > len(userPage) && strings.EqualFold(name[:len(userPage)], userPage):
		return fmt.Sprintf("it is that of a page; the account may be %q", userName(name[len(userPage):]))
	case err == nil:
		return "an IP address stands for who has no account"
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.C, r) || r == utf8.RuneError }):
		return "it has a character that nobody sees"
	case strings.ContainsAny(name, "#<>[]|{}/"):
		return "it has a character that no user name has, one of # < > [ ] | { } and /"
	case len(name) > maxUserName:
		return fmt.Sprintf("it has %s bytes, and a wiki takes at most %d", grouped(len(name)), maxUserName)
	}
	return ""
}

// formerSets gives the names that the set had before.
func (a *args) formerSets(set string) []string {
	list, _ := a.list("former_sets")
	for i, former := range list {
		switch {
		case !setName().MatchString(former):
			a.faultAt("former_sets", i, "Invalid set", "%q was the name of no set. Such a name has 1 to 64 letters, digits, dots, _ and -, and begins with a letter or digit.", former)
		case former == set:
			a.faultAt("former_sets", i, "Set of today among former ones", "%q is what the set is called now. Remove it here.", former)
		case slices.Contains(list[:i], former):
			a.faultAt("former_sets", i, "Set twice", "%q is in the list already. Remove one of them.", former)
		}
	}
	return list
}
