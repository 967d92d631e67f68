package progress

import (
	"fmt"
	"strings"
	"time"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/internal/paint"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// name is a file's address as it may be printed.
func name(a spec.Address) string { return provider.Visible(string(a)) }

// words are an error's words as they may be printed.
func words(err error) string {
	if err == nil {
		return ""
	}
	return provider.VisibleLine(err.Error())
}

// Sentence is the line that tells of an event, uncoloured, for what shows it otherwise; ""
// of an event that is no line of its own.
func Sentence(e apply.Event) string {
	p := paint.New(false)
	switch e := e.(type) {
	case apply.Progressed:
		switch {
		case e.Phase == provider.Resuming:
			return resumingLine(e, p)
		case e.Phase == provider.Waiting && e.Wait == 0:
			return name(e.Address) + ": " + provider.Visible(e.Why)
		}
	case apply.FellBack:
		return fellBackLine(e, p)
	case apply.Staged:
		return stagedLine(e, p)
	case apply.Finished:
		return outcomeLine(e, p)
	}
	return ""
}

// outcomeLine says what came of one file.
func outcomeLine(e apply.Finished, p paint.Paint) string {
	return p.Bold(name(e.Change.Claim.Address)+":") + " " + outcome(e, p)
}

func outcome(e apply.Finished, p paint.Paint) string {
	s := came(e, p)
	if e.Remark != "" {
		s += "; " + provider.VisibleLine(e.Remark)
	}
	return s
}

func came(e apply.Finished, p paint.Paint) string {
	took := duration(e.Took)
	switch e.Outcome {
	case apply.Done:
		return p.Good(strings.Join(written(e.Result), ", ")) + " in " + took
	case apply.AlreadyDone:
		return "already done"
	case apply.NotStarted:
		if e.Err != nil {
			return p.Warn(string(e.Outcome)+":") + " " + reason(e.Result)
		}
		if s := left(e.Kept, provider.CureRerun); s != "" {
			return p.Warn("stopped") + ", nothing was published; " + s
		}
		return p.Warn("cancelled") + ", nothing was written"
	case apply.Failed:
		return p.Bad("failed:") + " " + reason(e.Result)
	}
	return p.Warn(string(e.Outcome)+":") + " " + reason(e.Result)
}

// written says what was done of a file that is done.
func written(r apply.Result) []string {
	var parts []string
	for _, a := range r.Done {
		switch a {
		case plan.ContentAspect:
			if back := r.Change.Revert(); back != nil {
				parts = append(parts, "reverted to the version of "+moment(back.Version.Time))
				continue
			}
			size := r.Change.Bytes()
			if v := r.Now.Version; v != nil {
				size = v.Size
			}
			parts = append(parts, "uploaded "+number.Bytes(size))
		case plan.TextAspect:
			parts = append(parts, "description changed")
		case plan.NameAspect:
			parts = append(parts, "moved from "+provider.Visible(r.Change.Move().From.Page()))
		case plan.TagsAspect:
			parts = append(parts, "tags added: "+provider.Visible(strings.Join(r.Change.Tags().Tags, ", ")))
		case plan.RedirectAspect:
			parts = append(parts, "redirected to "+provider.Visible(r.Change.Redirects().Page()))
		case plan.ExistenceAspect:
			if r.Change.Restore() != nil {
				parts = append(parts, "restored")
				continue
			}
			parts = append(parts, "deleted")
		}
	}
	return parts
}

// coded are the words of a result's error with its code; "" where it has no error.
func coded(r apply.Result) string {
	if r.Err == nil {
		return ""
	}
	return plan.Coded(words(r.Err), r.Code())
}

func reason(r apply.Result) string {
	s := coded(r)
	if done := partly(r); done != "" {
		s += " (" + done + ")"
	}
	return s
}

// aspectWords say whether a part of a file was written.
var aspectWords = map[plan.Aspect]struct{ done, undone string }{
	plan.ContentAspect:   {"the content was uploaded", "the content was not uploaded"},
	plan.TextAspect:      {"the description was changed", "the description was not changed"},
	plan.NameAspect:      {"the file was moved", "the file was not moved"},
	plan.TagsAspect:      {"the tags were added", "the tags were not added"},
	plan.RedirectAspect:  {"the redirect was set", "the redirect was not set"},
	plan.ExistenceAspect: {"the page was deleted", "the page was not deleted"},
}

// back is how these words are where something comes back.
var back = map[plan.Aspect]struct{ done, undone string }{
	plan.ContentAspect:   {"the old version was brought back", "the old version was not brought back"},
	plan.ExistenceAspect: {"the page was restored", "the page was not restored"},
}

// partWords are the words for a part of a change.
func partWords(c *plan.Change, a plan.Aspect) struct{ done, undone string } {
	if words, some := back[a]; some && (c.Revert() != nil || c.Restore() != nil) {
		return words
	}
	return aspectWords[a]
}

// moment is a time as a file's history shows it.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// partly says what was done of a change that is not done, "" for nothing.
func partly(r apply.Result) string {
	if r.Outcome == apply.Done || r.Outcome == apply.Overtook {
		return ""
	}
	var parts []string
	for _, a := range r.Done {
		parts = append(parts, partWords(r.Change, a).done)
	}
	for _, a := range r.Undone {
		parts = append(parts, partWords(r.Change, a).undone)
	}
	return strings.Join(parts, ", ")
}

// stoppingLine says that a run is coming to its end before its time.
func stoppingLine(e apply.Stopping, active int, p paint.Paint) string {
	if e.Cancelled && active > 0 {
		return p.Warn("Cancelled:") + fmt.Sprintf(" giving up what is in flight (%s) and looking at what the wiki has of it.", number.Of(active, "file"))
	}
	s := p.Warn("Stopping:") + fmt.Sprintf(" %s: no more files are started", provider.Visible(e.Why))
	if active > 0 {
		s += fmt.Sprintf(", the requests in flight (%s) are finished", number.Of(active, "file"))
	}
	if active > 0 && e.Why == apply.Interrupted {
		s += "; interrupt again to give up"
	}
	return s + "."
}

// resumingLine says where an upload goes on that an earlier run left.
func resumingLine(e apply.Progressed, p paint.Paint) string {
	s := p.Bold(name(e.Address)+":") + " resuming: "
	switch {
	case e.Total > 0 && e.Sent < e.Total:
		return s + fmt.Sprintf("%s of %s are on the wiki from an earlier run", number.Bytes(e.Sent), number.Bytes(e.Total))
	case e.Total > 0:
		return s + "all of it is on the wiki from an earlier run"
	}
	return s + "asking what became of what an earlier run left on the wiki"
}

// stagedLine says that a file waits for the others to be published.
func stagedLine(e apply.Staged, p paint.Paint) string {
	s := p.Bold(name(e.Change.Claim.Address)+":") + " "
	if e.Change.Upload() == nil {
		return s + "ready, nothing is written yet"
	}
	return s + p.Good("staged") + " in " + duration(e.Took) + ", not published yet"
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
		return fmt.Sprintf("%s of %s are on the wiki, %s", number.Bytes(s.Offset), number.Bytes(s.Digest.Size), next)
	case s.State == provider.Uploading && s.Offset == 0:
		return ""
	}
	return "all of it is on the wiki, " + publishes
}

// fellBackLine says that a URL takes the long way.
func fellBackLine(e apply.FellBack, p paint.Paint) string {
	return p.Bold(name(e.Address)+":") + " the wiki does not fetch this URL itself (" + words(e.Err) + "): downloading and uploading it"
}
