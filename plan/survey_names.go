package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// NameReader answers what became of titles: where files were moved, where redirects
// lead, and what names them.
type NameReader interface {
	// Moves gives the log of the moves away from titles.
	Moves(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.MoveLog, error)
	// Targets gives the pages that redirects name, with their namespaces.
	Targets(ctx context.Context, titles []provider.Title) (map[provider.Title]string, error)
	// Usage gives what names titles.
	Usage(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Usage, error)
}

// surveyNames asks for what tells whether moves were made: passing titles, where
// redirects lead, and of titles whose files may have been moved the log. Files that are
// followed get their titles.
func surveyNames(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := f.ask(ctx, r, passingTitles(claims, f)); err != nil {
		return err
	}
	if err := surveyTargets(ctx, r, claims, f); err != nil {
		return err
	}
	if err := surveyLogs(ctx, r, claims, f); err != nil {
		return err
	}
	follow(claims, f)
	return nil
}

// Locate gives claims the titles under which the wiki has their files: those of files that were
// moved there and are followed, and of files that are adopted. The claims must be settled and
// joined.
func Locate(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := surveyNames(ctx, r, claims, f); err != nil {
		return err
	}
	if _, err := surveyHolders(ctx, r, claims, f); err != nil {
		return err
	}
	adopt(claims, f)
	return nil
}

// Follow gives claims of files that were moved on the wiki, and that are followed, the titles
// under which these are now. The claims must be settled.
func Follow(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if !slices.ContainsFunc(claims, func(c Claim) bool { return c.Follow }) {
		return nil
	}
	return surveyNames(ctx, r, claims, f)
}

// surveyTargets asks where redirects lead, and what is there.
func surveyTargets(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	var redirects []provider.Title
	for i := range claims {
		if c := &claims[i]; c.Fault == nil && f.Have[c.Title].Redirect && f.Have[c.Title].Version == nil {
			redirects = append(redirects, c.Title)
		}
	}
	targets, err := ask(ctx, r.Targets, once(redirects))
	if err != nil {
		return err
	}
	var files []provider.Title
	for _, t := range redirects {
		file := f.Have[t]
		file.Target = targets[t]
		if to, isFile := f.Site.FileTitle(file.Target); isFile {
			files = append(files, to)
		}
		f.Have[t] = file
	}
	return f.ask(ctx, r, files)
}

// surveyLogs reads the move logs that are needed, and those to which they lead.
func surveyLogs(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	f.MoveLogs = map[provider.Title]provider.MoveLog{}
	for range 2*farthest + 1 {
		_, open := courses(claims, f)
		l := logs{read: f.MoveLogs}
		for i := range claims {
			c := &claims[i]
			to, isFile := f.Site.FileTitle(f.Have[c.Title].Target)
			if c.Fault == nil && c.Content != nil && c.From == nil && isFile && !f.givenWay(c) {
				l.leads(c.Title, to)
			}
		}
		open = once(slices.Concat(open, l.open()))
		if len(open) == 0 {
			return nil
		}
		read, err := r.Moves(ctx, open)
		if err != nil {
			return err
		}
		for _, t := range open {
			log, told := read[t]
			log.Cut = log.Cut || !told
			f.MoveLogs[t] = log
		}
	}
	return nil
}

// surveyRenamed asks what is under the titles that have wanted contents and that the
// manifest does not name.
func surveyRenamed(ctx context.Context, r Reader, sums []provider.SHA1, f *Facts) error {
	var ts []provider.Title
	for _, sum := range sums {
		ts = append(ts, f.unnamed(sum)...)
	}
	return f.ask(ctx, r, ts)
}

// surveyTaken asks about titles that would be taken away: whether the account may, and
// what names them.
func surveyTaken(ctx context.Context, r Reader, changes []Change, f *Facts) error {
	var away []provider.Title
	asked := map[string][]provider.Title{}
	for i := range changes {
		c := &changes[i]
		if !c.Writes() {
			continue
		}
		away = append(away, c.takesAway()...)
		for _, q := range c.questions() {
			if c.Move() != nil || c.deletes() || c.Restore() != nil {
				asked[q.action] = append(asked[q.action], q.title)
			}
		}
	}
	away = slices.DeleteFunc(once(away), func(t provider.Title) bool { _, known := f.Usages[t]; return known })
	usages, err := ask(ctx, r.Usage, away)
	if f.use(usages); err != nil || f.Account.Anonymous() {
		return err
	}
	for _, action := range []string{"delete", "undelete", "move", "edit", "upload"} {
		refusals, err := ask(ctx, func(ctx context.Context, ts []provider.Title) (map[provider.Title]map[string][]provider.Refusal, error) {
			return r.Refusals(ctx, ts, []string{action})
		}, once(asked[action]))
		if err != nil {
			return err
		}
		f.refuse(refusals)
	}
	return nil
}

// use adds what names titles to what is known of others.
func (f *Facts) use(more map[provider.Title]provider.Usage) {
	if f.Usages == nil {
		f.Usages = map[provider.Title]provider.Usage{}
	}
	maps.Copy(f.Usages, more)
}

// refuse adds refusals to those that are known.
func (f *Facts) refuse(more map[provider.Title]map[string][]provider.Refusal) {
	if f.Refusals == nil && len(more) > 0 {
		f.Refusals = map[provider.Title]map[string][]provider.Refusal{}
	}
	for t, actions := range more {
		all := map[string][]provider.Refusal{}
		for _, some := range []map[string][]provider.Refusal{f.Refusals[t], actions} {
			for action, why := range some {
				all[action] = why
			}
		}
		f.Refusals[t] = all
	}
}
