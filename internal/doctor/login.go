package doctor

import (
	"cmp"
	"fmt"
	"slices"

	"wikiform/provider"
)

// Login is how logging in went.
type Login struct {
	// From are the names of the variables and files that the credentials came from, never
	// what they hold; none where nobody logs in.
	From []string
	Err  error // why nobody is logged in, although there are credentials
	// How says how one logs in: which variables are to be set.
	How string
	// Stray are variables that hold credentials of none of the manifest's wikis.
	Stray []string
	// Main: it is the account's own password, and none of a bot.
	Main bool
}

func login(f Facts) Finding {
	l := f.Login
	is := Finding{Topic: "login", Mark: Good}
	from := " (" + and(l.From) + ")"
	switch {
	case l.Err != nil && provider.GroundOf(l.Err) == provider.GroundReadOnly:
		return unchecked("login", "the wiki is read-only, and a login is a write")
	case l.Err != nil && !f.reachable() && provider.KindOf(l.Err) != "":
		return unchecked("login", "the wiki could not be asked; the credentials are those of %s", and(l.From))
	case l.Err != nil && provider.KindOf(l.Err) == "": // on this machine
		is.Mark, is.Text, is.Advice = Bad, l.Err.Error(), cmp.Or(provider.HintOf(l.Err), l.How)
	case l.Err != nil:
		is.Mark, is.Text, is.Advice = Bad, told(l.Err)+from, provider.HintOf(l.Err)
	case len(l.From) == 0:
		is.Mark, is.Advice = Doubtful, l.How
		is.Text = "nobody is logged in: a plan reads without an account, and apply needs one"
		if f.closed() {
			is.Mark, is.Text = Bad, "nobody is logged in, and this wiki is read by nobody else"
		}
		if len(l.Stray) > 0 {
			is.Text += "; set, and of no wiki of this manifest: " + examples(l.Stray)
		}
	case f.Account.Anonymous():
		is.Mark, is.Text = Bad, "the wiki takes us for nobody, with the credentials of "+and(l.From)
		is.Advice = "check the token or the bot password; a token needs the wiki's OAuth extension, without which it is silently ignored"
	case f.Account.Block != nil:
		b := f.Account.Block
		is.Mark, is.Advice = Bad, "ask there to lift the block, or use another account"
		is.Text = fmt.Sprintf("%s is blocked by %s until %s: %s", f.Account.Name, b.By, b.Expiry, b.Reason) + from
	case len(f.Wiki.Accounts) > 0 && !slices.Contains(f.Wiki.Accounts, f.Account.Name):
		is.Mark, is.Advice = Bad, "log in as one of them, or add this account to accounts in the wiki block"
		is.Text = fmt.Sprintf("%s is logged in, which is none of the wiki block's accounts: %s", f.Account.Name, and(f.Wiki.Accounts)) + from
	default:
		is.Text = f.Account.Name + from
		if l.Main {
			is.Mark = Doubtful
			is.Text += ", with the account's own password"
			is.Advice = "make a bot password, which may do less and can be taken back alone: Special:BotPasswords on the wiki; its user name is ACCOUNT@APP"
		}
	}
	return is
}
