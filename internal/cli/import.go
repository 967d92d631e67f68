package cli

import (
	"context"
	"errors"
	"fmt"
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
	j, err := a.openJobBy(ctx, &o.workOptions, forAPI(o.api, a.beforeImport(ctx, o.out)))
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
		return j.nothingFound(c, selection, found)
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
