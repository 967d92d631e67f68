package sandbox

import (
	"slices"
	"strings"
	"time"
)

// User and Password are the account that every sandbox has. It holds all that an
// uploader can hold, but not the right to edit what is protected.
const (
	User     = "Sandbox@wikiform"
	Password = "sandbox"
)

// Account is somebody who can log in. One user may have several: they share
// the part of Name before "@" and differ in what they may do, as bot
// passwords of different grants.
type Account struct {
	Name     string // "User" or, as a bot password, "User@app"
	Password string // "": no login by password
	Token    string // of OAuth 2; "": none
	Groups   []string
	Rights   []string
	// Registered is when the user came; the zero value where nobody knows.
	Registered time.Time
}

// user is the name under which the account writes.
func (a *Account) user() string {
	if a == nil {
		return ""
	}
	name, _, _ := strings.Cut(a.Name, "@")
	return name
}

// BotRights are those of an account made for uploading.
func BotRights() []string {
	return append(UserRights(), "bot", "upload_by_url", "suppressredirect", "delete",
		"undelete", "deletedhistory", "deletedtext", "apihighlimits", "noratelimit", "autoconfirmed", "editsemiprotected")
}

// AdminRights are those of somebody who may do all that the sandbox knows. A fresh MediaWiki
// gives the rights to hide revisions and entries of the log to nobody.
func AdminRights() []string {
	return append(BotRights(), "protect", "editprotected", "bigdelete", "deleterevision", "deletelogentry", "mergehistory")
}

// UserRights are those that a fresh MediaWiki gives to everybody who is logged in.
func UserRights() []string {
	return append(nobodysRights(true), "upload", "reupload", "reupload-shared", "move", "movefile", "minoredit", "applychangetags", "changetags")
}

func nobodysRights(write bool) []string {
	rights := []string{"createaccount", "read", "viewmyprivateinfo", "editmyprivateinfo", "editmyoptions"}
	if write {
		rights = append(rights, "edit", "createpage", "createtalk")
	}
	return rights
}

func standardAccount() Account {
	return Account{Name: User, Password: Password, Groups: []string{"bot"}, Rights: BotRights()}
}

// actor is who makes a request.
type actor struct {
	*Account          // nil: nobody is logged in
	id       int      // 0: nobody
	rights   []string // of nobody, when nobody is logged in
}

func (a actor) anonymous() bool { return a.Account == nil }

func (a actor) may(right string) bool { return slices.Contains(a.allRights(), right) }

func (a actor) allRights() []string {
	if a.anonymous() {
		return a.rights
	}
	return a.Rights
}

// name is that of the user; nobody is called by an address, as in MediaWiki.
func (a actor) name() string {
	if a.anonymous() {
		return "127.0.0.1"
	}
	return a.user()
}

// identify gives the actor for an account, which may be nil.
func (w *Wiki) identify(a *Account) actor {
	if a == nil {
		return actor{rights: nobodysRights(w.set.AnonymousWrite)}
	}
	return actor{Account: a, id: w.userID(a.user())}
}

// userID is the same for all accounts of a user, and 0 for a stranger.
func (w *Wiki) userID(user string) int {
	return 1 + slices.IndexFunc(w.accounts, func(a Account) bool { return a.user() == user })
}
