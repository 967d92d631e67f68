package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"wikiform/internal/starting"
	"wikiform/spec"
)

// initOptions are the options of init. What was not said is asked for, or found out.
type initOptions struct {
	folder     string
	extensions string
	table      string
	reading    starting.Reading
	column     string
	api        string
	contact    string
	licence    string
	prefix     string

	said func(flag string) bool // whether a flag was given, be it empty
}

func (a *app) initCommand() *cobra.Command {
	o := &initOptions{}
	cmd := &cobra.Command{
		Use:   "init [options] [FOLDER]",
		Short: "Write the first manifest for a folder of files",
		Long: `Look for files below FOLDER, or below the current directory, and for a table of them
(.csv, .tsv, .xlsx) beside them, find the column that names them, and write a manifest
(main.wiki.hcl), the text of a page with holes (description.wikitext) and a .gitignore.
What is written is read before: it declares these files, and can be planned as it is.

What cannot be guessed is asked for on a terminal, and else said with -api, -licence and
-prefix. The wiki is found from the address of any of its pages; until it was confirmed
no login and no cookie is sent, and nothing at all over http or to another host.

No file that is there is written over. Unlike with Terraform there is nothing to set up:
wikiform has no plugins and no backend.`,
		Example: `  wikiform init scans
  wikiform init -table=catalogue.xlsx -sheet=Plates scans
  wikiform init -input=false -api=https://wiki.example.org/w/api.php -licence=PD-old -prefix="Museum - " scans
  wikiform init -api=sandbox -licence=Cc-zero -prefix= scans     try it without a wiki`,
		Annotations: exitsFor("an error, and nothing was written", exitOK, exitError, exitDeclined, exitUsage, exitSignal+2),
		Args:        oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.folder = "."
			if len(args) > 0 {
				o.folder = args[0]
			}
			o.said = cmd.Flags().Changed
			signals := catchSignals()
			defer signals.end()
			return signals.explain(a.begin(signals.reading(), o))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.extensions, "extensions", "", "take only files with these `EXTENSIONS`, separated by commas: tif,jpg")
	flags.StringVar(&o.table, "table", "", "the table `FILE`; none takes no table that is there")
	flags.StringVar(&o.reading.Sheet, "sheet", "", "the `SHEET` of a workbook")
	flags.StringVar(&o.reading.Separator, "separator", "", "what stands between the cells of a text: `;`, tab and the like, where that cannot be told")
	flags.StringVar(&o.reading.Encoding, "encoding", "", "the `ENCODING` of a text, such as windows-1252, where that cannot be told")
	flags.StringVar(&o.column, "column", "", "the `COLUMN` of the table that names the files")
	flags.StringVar(&o.api, "api", "", "the `URL` of the wiki's api.php, or on a terminal of any page of the wiki; sandbox is the one inside the program")
	flags.StringVar(&o.contact, "contact", "", "the `ADDRESS` by which the wiki's operators reach you; required for Wikimedia's wikis")
	flags.StringVar(&o.licence, "licence", "", "the `TEMPLATE` of the licence that all the files have, such as Cc-by-4.0; none leaves it out")
	flags.StringVar(&o.prefix, "prefix", "", "what all titles begin with, a `TEXT` such as \"Museum - \"; may be empty")
	return cmd
}

func oneFolder(_ *cobra.Command, args []string) error {
	if len(args) < 2 {
		return nil
	}
	return hinted{fmt.Errorf("one folder is taken, and these are %d names", len(args)), "Name the folder that all the files are in, and the table with -table=FILE."}
}

// begin is init until ctx ends.
func (a *app) begin(ctx context.Context, o *initOptions) error {
	w, err := a.openWorkspace(&manifestOptions{app: a})
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.unused(); err != nil {
		return err
	}
	q := a.newAsker()
	if err := o.answered(q); err != nil {
		return err
	}
	found, err := a.look(ctx, w, o, q)
	if err != nil {
		return err
	}
	a.showFound(found)
	start := starting.Options{FS: w.root.FS(), Folder: found.folder, Table: found.table, Match: found.match}
	start.Load = func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
		return spec.Load(fsys, w.dir, spec.Inputs{Version: Version})
	}
	if start.Wiki, err = a.wikiToBegin(ctx, o, q); err != nil {
		return err
	}
	if start.Licence, err = q.licence(ctx, o); err != nil {
		return err
	}
	if start.Prefix, err = q.prefix(ctx, o); err != nil {
		return err
	}
	made, err := starting.Make(start)
	if err != nil {
		return hinted{err, "Nothing was written. Put that right, or choose another -prefix, -column or FOLDER."}
	}
	if err := a.putDown(w, made); err != nil {
		return err
	}
	a.noteTemplates(ctx, start.Wiki, start.Licence)
	a.showStart(made, start.Wiki)
	return nil
}

// unused refuses a directory in which there is a manifest already.
func (w *workspace) unused() error {
	entries, err := fs.ReadDir(w.root.FS(), w.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		if isManifest(name) && !strings.HasPrefix(name, ".") {
			return hinted{fmt.Errorf("there is a manifest already, %s: init writes the first one", e.Name()),
				"Nothing was written, and there is nothing to set up. Go on with: wikiform plan"}
		}
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), starting.DescriptionName) {
			return hinted{fmt.Errorf("%s is there already, and init would write a file of that name", e.Name()), "Nothing was written. Give it another name first."}
		}
	}
	return nil
}

// answered refuses to begin where somebody would have to be asked and cannot be.
func (o *initOptions) answered(q *asker) error {
	for _, f := range []struct{ flag, value string }{{"api", o.api}, {"licence", o.licence}, {"table", o.table}, {"column", o.column}} {
		if o.said(f.flag) && strings.TrimSpace(f.value) == "" { // an unset variable
			return usagef("-%s= says nothing", f.flag)
		}
	}
	if q.on {
		return nil
	}
	var missing []string
	for _, f := range []struct{ flag, as string }{{"api", "-api=URL"}, {"licence", "-licence=TEMPLATE (or none)"}, {"prefix", "-prefix=TEXT (or empty)"}} {
		if !o.said(f.flag) {
			missing = append(missing, f.as)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return hinted{usagef("init would have to ask, but nobody is there to answer: say %s", strings.Join(missing, ", ")),
		"Or run it on a terminal, without -input=false."}
}

// wanted are the extensions of -extensions, in small letters.
func (o *initOptions) wanted() ([]string, error) {
	if !o.said("extensions") {
		return nil, nil
	}
	var list []string
	for ext := range strings.SplitSeq(strings.ToLower(o.extensions), ",") {
		ext = strings.TrimPrefix(strings.TrimSpace(ext), ".")
		if !starting.IsMedia(ext) {
			return nil, hinted{usagef("-extensions=%s: %q is no extension of a file for a wiki", o.extensions, ext), "Write them with commas between them: -extensions=tif,jpg"}
		}
		if !slices.Contains(list, ext) {
			list = append(list, ext)
		}
	}
	return list, nil
}

// pathBelow is a path of the command line from the manifest's directory on, with slashes:
// a manifest reads nothing elsewhere.
func (a *app) pathBelow(w *workspace, as, name string) (string, error) {
	rel, err := filepath.Rel(w.abs, a.path(name))
	if err != nil || !filepath.IsLocal(rel) {
		return "", hinted{usagef("%s is not below %s, where the manifest is written: it could not read it", as, w.abs),
			"Go to a directory that has all of it, or name it with -chdir=DIR."}
	}
	return filepath.ToSlash(rel), nil
}

// severalOf is the error of a choice that somebody has to make, where nobody can be asked.
func severalOf(err error, flag string, values []string) error {
	if len(values) == 0 {
		return err
	}
	return hinted{usageError{err}, fmt.Sprintf("Say which one: -%s=%s", flag, shellQuote(values[0]))}
}
