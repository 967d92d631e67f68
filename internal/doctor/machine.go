package doctor

import (
	"fmt"
	"strings"
	"time"

	"wikiform/plan"
)

// Clock is how this machine's clock goes, held against the Date of an answer.
type Clock struct {
	Known bool
	// Ahead is by how much this machine's clock is before the other; negative: behind it.
	Ahead time.Duration
	// Within is how exactly that is known: Date has whole seconds, and the answer was
	// under way.
	Within time.Duration
}

// wrong is a difference that somebody should look at. Certificates and tokens are valid
// from some second on.
const wrong = 30 * time.Second

func clock(f Facts) Finding {
	c := f.Clock
	is := Finding{Topic: "clock", Mark: Good, Text: "this machine's agrees with the wiki's"}
	off, side := c.Ahead, "ahead of"
	if off < 0 {
		off, side = -off, "behind"
	}
	switch {
	case !c.Known:
		return unchecked("clock", "no answer told the time")
	case off > c.Within+wrong:
		is.Mark, is.Advice = Doubtful, "let this machine set its clock by the network (NTP); certificates, tokens and times in logs go by it"
		fallthrough
	case off > c.Within+time.Second:
		is.Text = fmt.Sprintf("this machine's is about %s %s the wiki's", plan.Duration(off), side)
	}
	return is
}

// Proxy is through which proxy the wiki is asked.
type Proxy struct {
	Host string // "" for none
	From string // the name of the variable that says so
	Err  error  // why there is none although a variable is set
}

func proxy(f Facts) Finding {
	p := f.Proxy
	is := Finding{Topic: "proxy", Mark: Good}
	switch {
	case p.Err != nil:
		is.Mark, is.Text, is.Advice = Doubtful, p.Err.Error(), "write it as http://HOST:PORT, or take the host of the wiki out with NO_PROXY"
	case p.Host == "":
		is.Text = "none"
	default:
		is.Text = fmt.Sprintf("%s (%s)", p.Host, p.From)
		if f.Address.Err != nil && !f.reachable() {
			is.Mark, is.Advice = Doubtful, "the wiki could not be reached through it; NO_PROXY takes hosts out"
		}
	}
	return is
}

// Tree is the work tree of git's that the manifest is in.
type Tree struct {
	Top bool // there is one
	// Secrets are variables whose file with a credential lies in it.
	Secrets []string
}

func tree(f Facts) Finding {
	is := Finding{Topic: "checkout", Mark: Good}
	switch t := f.Tree; {
	case len(t.Secrets) > 0:
		is.Mark, is.Advice = Doubtful, "keep the file elsewhere: one commit makes the credential public"
		is.Text = fmt.Sprintf("the file that %s names lies in the checkout", strings.Join(t.Secrets, ", "))
	case !t.Top:
		is.Text = "the manifest is in none of git's"
	default:
		is.Text = "no file of a credential lies in it, and .wikiform/ keeps itself out of git"
	}
	return is
}
