package progress

import (
	"errors"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// group are results of one cause.
type group struct{ results []apply.Result }

// byCause puts together what has the same cause, in order of the first of each.
func byCause(results []apply.Result) []group {
	var groups []group
	at := make(map[string]int)
	for _, r := range results {
		key := plan.Coded(cause(r.Err), r.Code())
		i, found := at[key]
		if !found {
			i = len(groups)
			at[key] = i
			groups = append(groups, group{})
		}
		groups[i].results = append(groups[i].results, r)
	}
	return groups
}

// cause is equal for errors that a person would mend in the same way. The
// wiki's code says it where there is one, since its sentences name files.
func cause(err error) string {
	if err == nil {
		return ""
	}
	if _, ok := errors.AsType[*apply.WaitsError](err); ok {
		return "it waits for a title that another change did not free"
	}
	if e, ok := errors.AsType[*apply.LeftBehindError](err); ok && !e.Wanted && e.Now.Redirect {
		return "it was moved, and its old title is a redirect now though none was asked for"
	}
	if _, ok := errors.AsType[*apply.StaleError](err); ok {
		return "the wiki is not as the plan saw it"
	}
	if e, ok := errors.AsType[*apply.MismatchError](err); ok {
		if words, some := unrestored[e.Aspect]; some && e.Back {
			return words
		}
		return mismatches[e.Aspect]
	}
	if _, ok := errors.AsType[*apply.OvertookError](err); ok {
		return "it overtook a version that came after the plan"
	}
	e, ok := errors.AsType[*provider.Error](err)
	switch {
	case ok && e.Code != "":
		return e.Op + ": " + e.Code
	case ok && len(e.Warnings) > 0:
		kinds := e.Op
		for _, w := range e.Warnings {
			kinds += ": " + string(w.Kind)
		}
		return kinds
	}
	return err.Error()
}

// mismatches say what is not as it was written.
var mismatches = map[plan.Aspect]string{
	plan.ContentAspect:   "the wiki shows another content than was uploaded",
	plan.TextAspect:      "the wiki shows another description than the manifest's",
	plan.NameAspect:      "the wiki does not show the file under its new title",
	plan.TagsAspect:      "the wiki does not show the tags",
	plan.RedirectAspect:  "the wiki does not show the redirect",
	plan.ExistenceAspect: "the wiki still shows what was deleted",
}

// unrestored say so of what was to come back.
var unrestored = map[plan.Aspect]string{
	plan.ContentAspect:   "the wiki shows another content than the version that was to come back",
	plan.ExistenceAspect: "the wiki does not show what was to come back",
}

// alike reports whether all errors have the same words.
func (g group) alike() bool {
	for _, r := range g.results {
		if words(r.Err) != words(g.results[0].Err) {
			return false
		}
	}
	return true
}

func (g group) title() string {
	if g.alike() {
		return words(g.results[0].Err)
	}
	return provider.VisibleLine(cause(g.results[0].Err))
}

// oneHint reports whether the same has to be done for all files.
func (g group) oneHint() bool {
	for _, r := range g.results {
		if provider.HintOf(r.Err) != g.hint() {
			return false
		}
	}
	return true
}

func (g group) hint() string { return provider.HintOf(g.results[0].Err) }

// code is the code that all of them have.
func (g group) code() string { return g.results[0].Code() }
