package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// DriftReader answers what was done to files, beside what a plan asks.
type DriftReader interface {
	Reader
	// Protections gives what protects pages now; titles that nothing protects are left out.
	Protections(ctx context.Context, titles []provider.Title) (map[provider.Title][]provider.Protection, error)
	// Logged gives what a log tells of titles.
	Logged(ctx context.Context, log provider.LogType, titles []provider.Title) (map[provider.Title]provider.Log, error)
}

// FindDrift asks the wiki what others did to the files of the claims, which must be settled
// ones, and says it. Facts are those of [Survey].
//
// Of a wiki that is as wanted it asks nothing but what protects the pages. What it asks of
// others follows from how they differ: the versions of a file with another content, the
// revisions and the two texts of a page with another text, and the logs of titles whose
// files are gone or replaced.
func FindDrift(ctx context.Context, r DriftReader, claims []Claim, f *Facts) (*Drift, error) {
	if err := Locate(ctx, r, claims, f); err != nil {
		return nil, err
	}
	d := &drifts{f: f}
	// What a page's history does not tell to be ours, that of its file may; then it is known
	// which files are lost, and those that are found are looked at as well.
	for range 3 {
		if err := d.locate(ctx, r, claims); err != nil {
			return nil, err
		}
		if err := d.readPast(ctx, r, claims); err != nil {
			return nil, err
		}
	}
	if err := d.readLogs(ctx, r, claims); err != nil {
		return nil, err
	}
	drift := &Drift{Wiki: f.Wiki}
	drift.Files, drift.Looked, drift.Foreign = d.compute(claims)
	return drift, nil
}

// locate reads the move logs of lost files, and what is where they lead.
func (d *drifts) locate(ctx context.Context, r DriftReader, claims []Claim) error {
	for range 2 * farthest {
		d.files(claims)
		open, unseen := d.log.open(), slices.Sorted(maps.Keys(d.unseen))
		if len(open)+len(unseen) == 0 {
			return nil
		}
		read, err := ask(ctx, r.Moves, open)
		if err != nil {
			return err
		}
		for _, t := range open {
			log, told := read[t]
			log.Cut = log.Cut || !told
			d.f.MoveLogs[t] = log
		}
		if err := d.f.ask(ctx, r, unseen); err != nil {
			return err
		}
	}
	return nil
}

// readPast reads the versions and the texts of the files that differ, as far as they were
// not read before.
func (d *drifts) readPast(ctx context.Context, r DriftReader, claims []Claim) error {
	var files, pages []provider.Title
	wanted := map[provider.Title]string{}
	for _, x := range d.files(claims) {
		t := x.file.Title
		base, walked := d.f.Bases[t]
		if _, read := d.f.Histories[t]; !read && x.file.Version != nil && (x.contentDiffers() || len(x.hops) > 0 || base.Unknown == nothingOurs) {
			files = append(files, t)
		}
		if !walked && x.textDiffers() {
			pages, wanted[t] = append(pages, t), x.claim.Text.Text
		}
	}
	if d.f.Histories == nil {
		d.f.Histories = map[provider.Title]provider.History{}
	}
	for batch := range slices.Chunk(once(files), historiesAtOnce) {
		histories, err := r.WholeHistories(ctx, batch)
		if err != nil {
			return err
		}
		for _, t := range batch {
			d.f.Histories[t] = histories[t]
		}
	}
	return d.readTexts(ctx, r, once(pages), wanted)
}

// readTexts reads what pages say, and what they said when we last wrote them.
func (d *drifts) readTexts(ctx context.Context, r DriftReader, pages []provider.Title, wanted map[provider.Title]string) error {
	if err := d.f.askTexts(ctx, r, pages); err != nil {
		return err
	}
	var ps []*lineage
	for _, t := range pages {
		if page := d.f.Have[t].Page; page != nil {
			p := d.f.lineage(t, page, wanted[t])
			p.all, p.wanted = true, provider.SHA1{}
			ps = append(ps, p)
		}
	}
	if d.f.Bases == nil {
		d.f.Bases = map[provider.Title]Base{}
	}
	return d.f.readBases(ctx, r, ps, wanted)
}

// readLogs reads what became of files that are gone or replaced, where redirects lead, and
// who protects what.
func (d *drifts) readLogs(ctx context.Context, r DriftReader, claims []Claim) (err error) {
	var gone, uploads, redirects, there []provider.Title
	for _, x := range d.files(claims) {
		t := x.file.Title
		switch lost := x.file.Version == nil || d.replaced(x) && len(x.hops) == 0; {
		case lost:
			uploads = append(uploads, x.from)
			if o := x.claim.From; o != nil {
				uploads = append(uploads, o.Title)
			}
			if t != "" {
				gone = append(gone, t)
			}
		case x.file.Page == nil && x.claim.Text != nil:
			gone = append(gone, t)
		default:
			there = append(there, t)
		}
		if x.file.Redirect && x.file.Target == "" {
			redirects = append(redirects, t)
		}
	}
	if d.past.uploads, err = ask(ctx, logged(r, provider.UploadLog), once(uploads)); err != nil {
		return err
	}
	if d.f.DeletionLogs, err = ask(ctx, r.Deletions, once(gone)); err != nil {
		return err
	}
	targets, err := ask(ctx, r.Targets, once(redirects))
	if err != nil {
		return err
	}
	for t, target := range targets {
		file := d.f.Have[t]
		file.Target = target
		d.f.Have[t] = file
	}
	if d.past.protected, err = ask(ctx, r.Protections, once(there)); err != nil {
		return err
	}
	d.past.protections, err = ask(ctx, logged(r, provider.ProtectionLog), slices.Sorted(maps.Keys(d.past.protected)))
	return err
}

func logged(r DriftReader, log provider.LogType) func(context.Context, []provider.Title) (map[provider.Title]provider.Log, error) {
	return func(ctx context.Context, ts []provider.Title) (map[provider.Title]provider.Log, error) {
		return r.Logged(ctx, log, ts)
	}
}
