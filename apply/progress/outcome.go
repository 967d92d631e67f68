package progress

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// paint holds the colours of one writer; fatih/color's own switch is global.
type paint struct{ good, bad, warn, bold, faint func(a ...any) string }

func newPaint(on bool) paint {
	style := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return paint{
		good: style(color.FgGreen), bad: style(color.FgRed, color.Bold), warn: style(color.FgYellow),
		bold: style(color.Bold), faint: style(color.Faint),
	}
}

// name is a file's address as it may be printed.
func name(a spec.Address) string { return provider.Visible(string(a)) }

// words are an error's words as they may be printed.
func words(err error) string {
	if err == nil {
		return ""
	}
	return provider.Visible(err.Error())
}

// outcomeLine says what came of one file.
func outcomeLine(e apply.Finished, p paint) string {
	return p.bold(name(e.Change.Address)+":") + " " + outcome(e, p)
}

func outcome(e apply.Finished, p paint) string {
	took := duration(e.Took)
	switch e.Outcome {
	case apply.Done:
		return p.good(strings.Join(written(e.Result), ", ")) + " in " + took
	case apply.AlreadyDone:
		return "already done"
	case apply.NotStarted:
		if s := left(e.Kept, provider.CureRerun); s != "" {
			return p.warn("stopped") + ", nothing was published; " + s
		}
		return p.warn("cancelled") + ", nothing was written"
	case apply.Failed:
		return p.bad("failed:") + " " + reason(e.Result)
	}
	return p.warn(string(e.Outcome)+":") + " " + reason(e.Result)
}

// written says what a file's change was.
func written(r apply.Result) []string {
	var parts []string
	if r.Change.Content {
		size := r.Change.Digest.Size
		if v := r.Now.Version; v != nil {
			size = v.Size
		}
		parts = append(parts, "uploaded "+plan.Size(size))
	}
	if r.Change.Edit {
		parts = append(parts, "description changed")
	}
	return parts
}

func reason(r apply.Result) string {
	s := words(r.Err)
	if r.Partial != "" {
		s += " (" + r.Partial + ")"
	}
	return s
}

// stoppingLine says that a run is coming to its end before its time.
func stoppingLine(e apply.Stopping, active int, p paint) string {
	if e.Cancelled && active > 0 {
		return p.warn("Cancelled:") + fmt.Sprintf(" giving up what is in flight (%s) and looking at what the wiki has of it.", plural(active, "file"))
	}
	s := p.warn("Stopping:") + fmt.Sprintf(" %s: no more files are started", provider.Visible(e.Why))
	if active > 0 {
		s += fmt.Sprintf(", the requests in flight (%s) are finished", plural(active, "file"))
	}
	if active > 0 && e.Why == apply.Interrupted {
		s += "; interrupt again to give up"
	}
	return s + "."
}

// resumingLine says where an upload goes on that an earlier run left.
func resumingLine(e apply.Progressed, p paint) string {
	s := p.bold(name(e.Address)+":") + " resuming: "
	switch {
	case e.Total > 0 && e.Sent < e.Total:
		return s + fmt.Sprintf("%s of %s are on the wiki from an earlier run", plan.Size(e.Sent), plan.Size(e.Total))
	case e.Total > 0:
		return s + "all of it is on the wiki from an earlier run"
	}
	return s + "asking what became of what an earlier run left on the wiki"
}

// stagedLine says that a file waits for the others to be published.
func stagedLine(e apply.Staged, p paint) string {
	s := p.bold(name(e.Change.Address)+":") + " "
	if !e.Change.Content {
		return s + "ready, nothing is written yet"
	}
	return s + p.good("staged") + " in " + duration(e.Took) + ", not published yet"
}

// left says what the wiki keeps of a file that is not published, "" for nothing, and
// what a run makes of it for which nothing else has to change first.
func left(s provider.Stash, cure provider.Cure) string {
	next, publishes := "and the next run goes on from there", "and the next run publishes it"
	if cure != provider.CureRerun {
		next, publishes = "and are not sent again once that is mended", "and is not sent again once that is mended"
	}
	switch {
	case s.Key == "":
		return ""
	case s.State == provider.Queued:
		return "the wiki was told to publish it and may still do so; the next run asks first"
	case s.Offset > 0 && s.Offset < s.Digest.Size:
		return fmt.Sprintf("%s of %s are on the wiki, %s", plan.Size(s.Offset), plan.Size(s.Digest.Size), next)
	case s.State == provider.Uploading && s.Offset == 0:
		return ""
	}
	return "all of it is on the wiki, " + publishes
}

// fellBackLine says that a URL takes the long way.
func fellBackLine(e apply.FellBack, p paint) string {
	return p.bold(name(e.Address)+":") + " the wiki does not fetch this URL itself (" + words(e.Err) + "): downloading and uploading it"
}
