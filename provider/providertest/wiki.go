package providertest

import (
	"net/http"
	"testing"
)

// Wiki is a wiki to hold the facts against. The suite uploads, edits and
// deletes files on it, all of them with names that begin with "Wf-" or hold it.
type Wiki struct {
	API  string            // URL of api.php
	HTTP http.RoundTripper // nil: the default transport

	// Bot holds every right that an uploader can use, deletion included. It is
	// a bot password, so its user name holds an "@".
	Bot Account

	// Basic is another bot password of the same account with the grant
	// "basic" only. Plain has an ordinary user's rights, without bot; NoRights
	// may only read. Facts that need an account which is not given are skipped.
	Basic, Plain, NoRights Account

	// Admin may do what an administrator of a fresh MediaWiki may.
	Admin Account

	// Put serves body as name and gives the URL by which the wiki can fetch
	// it. A nil Put skips the facts of uploads by URL that succeed.
	Put func(t *testing.T, name string, body []byte) string

	// Share puts a file into a shared repository that the wiki uses until t
	// ends. A nil Share skips the facts about them.
	Share func(t *testing.T, name string, body []byte)

	// Set makes the wiki obey s, at once and until t ends. A nil Set skips the
	// facts about settings.
	Set func(t *testing.T, s Settings)
}

// Account is how somebody logs in with action=login.
type Account struct{ User, Password string }

func (a Account) given() bool { return a.User != "" }
