package doctor

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Address is how the address of a wiki answered.
type Address struct {
	API string // as it is dialled
	// Err is why nothing is known of the wiki; nil where it told what it is.
	Err error
	// Private: what is sent there cannot be read on its way.
	Private bool
	TLS     string    // "TLS 1.3"; "" without
	Expires time.Time // when the server's certificate does
	Now     time.Time // on this machine
}

// expiring is how long a certificate should be good for at least. Those that are renewed
// by programs are so a month before their end.
const expiring = 14 * 24 * time.Hour

func address(f Facts) Finding {
	a := f.Address
	is := Finding{Topic: "address", Mark: Good}
	switch {
	case f.embedded() && a.Err == nil:
		is.Text = fmt.Sprintf("no wiki block: the sandbox wiki in .wikiform/sandbox is used, which answers as %s does", f.generator())
		return is
	case a.Err != nil && !f.reachable():
		// What is busy for as long as doctor tries again would keep a plan waiting, too.
		is.Mark, is.Text, is.Advice = Bad, a.API+": "+told(a.Err), provider.HintOf(a.Err)
		switch {
		case is.Advice != "":
		case provider.KindOf(a.Err) == provider.Busy:
			is.Advice = "it is there, and busy: try again later"
		default:
			is.Advice = "look at the wiki in a browser, and try again later; doctor -log-file=FILE keeps what was asked and answered"
		}
		return is
	}
	is.Text = fmt.Sprintf("%s is %s%s", a.API, f.generator(), a.over())
	switch left := a.Expires.Sub(a.Now); {
	case f.Site != nil && f.Site.ReadOnly != "":
		is.Mark, is.Advice = Bad, "a plan works; what it would write does not, before the wiki takes writes again"
		is.Text += "; it is read-only now: " + f.Site.ReadOnly
	case !a.Private:
		is.Mark, is.Advice = Doubtful, "write https:// in the wiki block, if the wiki speaks it"
		is.Text += ": what is sent can be read on its way, so that no credentials are"
	case a.TLS != "" && left < expiring:
		is.Mark, is.Advice = Doubtful, "whoever runs the wiki should renew it; afterwards nothing can be reached"
		is.Text += fmt.Sprintf(", which is in %s", number.Of(max(0, int(left/(24*time.Hour))), "day"))
	}
	return is
}

// generator is what the wiki says that it is.
func (f Facts) generator() string {
	if f.Site == nil || f.Site.Generator == "" {
		return "a MediaWiki"
	}
	return f.Site.Generator
}

// reachable reports whether the wiki itself has answered, be it that only those may read
// it who are logged in.
func (f Facts) reachable() bool {
	return f.Address.Err == nil || f.closed()
}

// closed reports whether the wiki tells nobody what it is who is not logged in.
func (f Facts) closed() bool {
	e, ok := errors.AsType[*provider.Error](f.Address.Err)
	return ok && e.Kind == provider.Auth && e.Code != ""
}

// over says how the wiki was reached.
func (a Address) over() string {
	if a.TLS == "" {
		if strings.HasPrefix(a.API, "http:") {
			return ", over http"
		}
		return ""
	}
	return fmt.Sprintf(", over %s with a certificate until %s", a.TLS, a.Expires.UTC().Format(time.DateOnly))
}
