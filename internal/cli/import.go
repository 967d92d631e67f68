package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/internal/importing"
	"wikiform/internal/landing"
	"wikiform/internal/number"
	"wikiform/internal/overlay"
	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/spec"
)

// importOptions are the options of import.
type importOptions struct {
	workOptions
	question importQuestion
	out      string
	api      string
	contact  string
	blocks   bool
	template string
	download bool
	maxBytes byteSize
}

func (a *app) importCommand() *cobra.Command {
	o := &importOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "import [options] -out=NAME",
		Short: "Write a manifest for files that the wiki has",
		Long: `Ask the wiki for files in one way, and write what declares them as they are: NAME.wiki.hcl,
a table NAME.csv with a row for each, and their texts below NAME. Then a plan is
made, which has nothing to do. The wiki is read only.

Without -download the manifest knows of the contents only where they are and what
their SHA-1 is, and leaves them as they are on the wiki. Files that the manifests at
hand declare already are left out.

Everything is decided before anything is written, no file that is there is replaced,
and the manifest comes last. A run that broke is gone on with by the same command.`,
		Example: `  wikiform import -prefix="Museum - " -out=museum
  wikiform import -category=Bridges -depth=2 -template=Information -out=bridges
  wikiform import -all -download -max-bytes=2GiB -out=everything
  wikiform import -api=https://wiki.example.org/w/api.php -uploader=Anna -out=anna`,
		Annotations: exitsFor("an error, and nothing is declared; or the plan right after it is not empty", exitOK, exitError, exitBudget, exitUsage, exitSignal+2),
		Args:        noAddress,
		RunE:        func(cmd *cobra.Command, _ []string) error { return a.importFiles(cmd, o) },
	}
	cmd.Annotations[codes] = strings.Replace(cmd.Annotations[codes], "-max-duration or -max-bytes", "-max-bytes", 1)
	flags := cmd.Flags()
	o.question.declare(flags)
	flags.StringVar(&o.out, "out", "", "call what is written `NAME`: NAME.wiki.hcl, NAME.csv and NAME/")
	flags.StringVar(&o.api, "api", "", "in a directory without a manifest: the `URL` of the wiki's api.php, for which a wiki block is written")
	flags.StringVar(&o.contact, "contact", "", "with -api: the `ADDRESS` for the wiki block by which the wiki's operators reach you; required for Wikimedia's wikis")
	flags.BoolVar(&o.blocks, "blocks", false, "write a file block for each file in place of a table and for_each")
	flags.StringVar(&o.template, "template", "", "make columns of the parameters of this `TEMPLATE`, and the texts from them")
	flags.BoolVar(&o.download, "download", false, "fetch the contents, too, into NAME")
	flags.Var(&o.maxBytes, "max-bytes", "with -download: stop when `SIZE` (2GiB) was fetched; the same command goes on")
	o.declareSome(flags, "root", "wiki", "var", "var-file", "retry-for", "log-file", "allow-private-sources")
	flags.Lookup("allow-private-sources").Usage = "with -download: let contents be on private and loopback addresses beside the wiki's own"
	return cmd
}

// noAddress answers who imports as with Terraform, one object into a block.
func noAddress(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return hinted{fmt.Errorf("no address and no title is taken, such as %q", args[0]),
		"A file block with the title of a file on the wiki needs no import: plan compares the two.\nFor files without blocks, ask the wiki: -titles=FILE, -prefix=TEXT and the like."}
}

func (a *app) importFiles(cmd *cobra.Command, o *importOptions) error {
	if err := o.check(cmd.Flags()); err != nil {
		return err
	}
	if err := o.question.read(a); err != nil {
		return err
	}
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.takeFiles(signals.reading(), o))
}

// takeFiles is import until ctx ends.
func (a *app) takeFiles(ctx context.Context, o *importOptions) error {
	ctx = a.watch(ctx, "Importing")
	j, err := a.openJobBy(ctx, &o.workOptions, a.beforeImport(ctx, o.out))
	if err != nil {
		return err
	}
	defer j.close()
	wiki, block, err := j.wikiToImport(o)
	if err != nil {
		return err
	}
	c, err := j.dial(ctx, wiki)
	if err != nil {
		return err
	}
	defer c.close()
	selection, err := o.question.selection(c.client.Site())
	if err != nil {
		return err
	}
	found, err := j.project.Find(ctx, c.Target, c.client, selection)
	if err != nil {
		return ofProject(j.project, err)
	}
	if err := o.question.missing(found); err != nil {
		return err
	}
	if len(found.Wholes) == 0 {
		return j.nothingFound(c, found)
	}
	made, err := j.project.Import(c.Target, found, importing.Options{
		Name: o.out, API: whereFrom(wiki), Command: o.command(), Wiki: block, Blocks: o.blocks, Template: o.template, Download: o.download,
	})
	if err != nil {
		return hinted{err, "Nothing was written."}
	}
	if o.template != "" && len(made.Layouts) == 0 {
		return hinted{fmt.Errorf("%s: none of %s uses the template %s in a way that columns can be made of", reconcile.Where(c.Declared), number.Of(made.Declared, "page"), o.template),
			"Nothing was written. Look how the pages spell it, or import their texts as files, without -template."}
	}
	return j.land(ctx, c, found, made, o)
}

// beforeImport reads the directory, which may have no manifest yet. What an unfinished run
// of this import wrote is not declared yet.
func (a *app) beforeImport(ctx context.Context, name string) opening {
	return func(w *workspace, o *manifestOptions, from reconcile.Sources) (*reconcile.Project, error) {
		dir, err := writefile.OpenBelow(w.root, w.dir)
		if err != nil {
			return nil, err
		}
		defer dir.Close()
		manifest := importing.ManifestOf(name)
		_, err = dir.Lstat(manifest)
		own := errors.Is(err, fs.ErrNotExist)
		if err == nil {
			own, err = landing.Wrote(ctx, dir, w.state.Import(name), name, manifest)
		}
		if err != nil && !own {
			return nil, err
		}
		if !own {
			return a.openProject(w, o, from)
		}
		fsys := overlay.New(w.root.FS(), map[string]string{path.Join(w.dir, manifest): ""})
		project, diags := reconcile.Open(fsys, w.dir, o.values(), from)
		if diags.HasErrors() {
			return nil, faulty{diags, project.Parsed()}
		}
		diags = slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool { // that nothing is declared
			return d.Subject != nil && path.Base(d.Subject.Filename) == manifest
		})
		a.diagnose(diags, project.Parsed())
		return project, nil
	}
}

// land puts down what was made, and looks whether a plan has anything to do then.
func (j *job) land(ctx context.Context, c *connection, found *reconcile.Found, made *importing.Import, o *importOptions) error {
	unlock, err := j.state.Lock(ctx, j.note)
	if err != nil {
		return err
	}
	defer unlock()
	dir, err := writefile.OpenBelow(j.root, j.dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	l, err := landing.Decide(ctx, dir, j.state.Import(o.out), loadOf(o.out, made))
	if err != nil {
		return err
	}
	err = l.Write(ctx, j.fetching(c, found, o))
	if errors.Is(err, landing.ErrBudget) {
		j.unwatch()
		there, all := l.Fetched()
		fmt.Fprintf(j.Out, "%s after %s, as -max-bytes says: %s of %s are there. The manifest is written when all are: run the same command again to go on.\n",
			j.paint(j.Out).Warn("Stopped"), number.Bytes(int64(o.maxBytes)), number.Grouped(there), number.Of(all, "content"))
		return outcome(exitBudget)
	}
	if err != nil {
		return err
	}
	return j.checkImport(ctx, c, l, found, made, o)
}

// loadOf is what was made as it is put down: what others read comes last.
func loadOf(name string, made *importing.Import) landing.Load {
	l := landing.Load{Name: name}
	for _, f := range made.Files {
		file := landing.File{Path: f.Path, Text: []byte(f.Text)}
		if path.Dir(f.Path) == "." {
			l.Last = append(l.Last, file)
		} else {
			l.Texts = append(l.Texts, file)
		}
	}
	for _, o := range made.Originals {
		l.Originals = append(l.Originals, landing.Original{Path: o.Path, Title: o.Title, Digest: o.Digest})
	}
	return l
}

// fetching is how contents are fetched: few at a time, and one from a wiki that asks for
// that.
func (j *job) fetching(c *connection, found *reconcile.Found, o *importOptions) landing.Fetching {
	const atOnce = 4
	wholes := make(map[provider.Title]provider.Whole, len(found.Wholes))
	for _, w := range found.Wholes {
		wholes[w.Title] = w
	}
	how := landing.Fetching{AtOnce: atOnce, Most: int64(o.maxBytes)}
	if c.Declared.Wikimedia() {
		how.AtOnce = 1
	}
	how.Fetch = func(ctx context.Context, o landing.Original, from int64, w io.Writer) error {
		_, err := c.client.Original(ctx, wholes[o.Title], from, w)
		if e, ok := errors.AsType[*provider.Error](err); ok && slices.Contains(ofOneContent, e.Kind) {
			return &landing.ContentError{Err: err}
		}
		return err
	}
	return how
}

// ofOneContent are the kinds of errors after which other contents may come.
var ofOneContent = []provider.Kind{provider.Source, provider.Conflict, provider.Denied}

// checkImport plans what was imported, and says so when there is nothing to do. Until then
// the run is not over: the same command puts right what changed meanwhile.
func (j *job) checkImport(ctx context.Context, c *connection, l *landing.Landing, found *reconcile.Found, made *importing.Import, o *importOptions) error {
	sources, err := j.diskSources()
	if err != nil {
		return err
	}
	after, err := j.openProject(j.workspace, &o.manifestOptions, sources)
	if err != nil {
		return err
	}
	scope, err := after.Beyond(j.project)
	if err != nil {
		return err
	}
	wiki, err := chooseWiki(after, c.Declared.Name)
	if err != nil {
		return err
	}
	p, err := after.Plan(ctx, reconcile.Target{Declared: wiki, Wiki: c.Wiki}, reconcile.Choice{Scope: scope})
	if err != nil {
		return ofProject(after, err)
	}
	j.unwatch()
	j.showImport(c, found, made, o)
	if differ := reconcile.Differing(p); len(differ) > 0 {
		style := j.style(&reviewOptions{}, j.pathIn(j.repository()))
		if err := j.print(p, "", style); err != nil {
			return err
		}
		return hinted{fmt.Errorf("the plan right after the import is not empty: %s", number.Of(len(differ), "file")),
			"Where somebody changed these files meanwhile, the same command brings what the wiki has now. Else look at the plan: wikiform plan"}
	}
	if err := l.Done(); err != nil {
		return err
	}
	fmt.Fprintf(j.Out, "%s The manifest says what the wiki has: the plan for it is empty.\n", j.paint(j.Out).Good("Done."))
	return nil
}

// whereFrom is what the manifest says that it came from.
func whereFrom(wiki spec.Wiki) string {
	if wiki.API == "" {
		return "the embedded sandbox wiki"
	}
	return wiki.API
}
