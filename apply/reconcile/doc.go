// Package reconcile makes wikis match a manifest: it puts the stages together, from
// the manifest to the report. The command line is one user of it, the fault harness
// another, and any Go program can be one.
//
// A [Project] is what a directory says: its manifest, its sources, its lock file.
// It does not change once it is open, so that it can be held against any number of
// wikis; but where the manifest depends on the wiki it is opened for one of them
// ([spec.Inputs]) and refuses the others. A [Target] is one of those.
//
//	project, diags := reconcile.Open(root.FS(), ".", spec.Inputs{}, sources)
//	p, err := project.Plan(ctx, target, reconcile.Choice{})
//	// ... somebody looks at p ...
//	run, err := project.Prepare(target, p, reconcile.Limits{})
//	report := run.Do(ctx, stop, reconcile.Means{})
//
// A plan that was saved and read back is confirmed first ([Project.Confirm]); one
// that is known by its digest is held against that ([Agreement]). Running it again
// is always the answer to a run that broke.
package reconcile
