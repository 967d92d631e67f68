package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/internal/fileerr"
	"wikiform/spec"
)

// What libraries say of a wrong command line is about themselves: which function
// failed, what a shorthand is. Here it is said in the words of this program.

// unread is a wrong command line, in which as names the file or directory path, which
// cannot be read.
func unread(as, path string, err error) error {
	wrong := usagef("%s: %w", as, fileerr.Bare(err))
	if errors.Is(err, fs.ErrNotExist) {
		if near := nearby(path); near != "" {
			// As it was given, from wherever that is: -chdir=a/wiki, and not wiki.
			if given := as[strings.LastIndexByte(as, '=')+1:]; filepath.Base(given) == filepath.Base(path) {
				near = filepath.Join(filepath.Dir(given), near)
			}
			return hinted{wrong, fmt.Sprintf("Did you mean %s?", near)}
		}
	}
	if strings.HasSuffix(as, path) {
		return wrong
	}
	return hinted{wrong, fmt.Sprintf("It was looked for as %s.", path)}
}

// nearby is a name in the directory of a path that looks like its last part, "" for
// none.
func nearby(path string) string {
	entries, _ := os.ReadDir(filepath.Dir(path)) // what cannot be read suggests nothing
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return spec.Suggest(filepath.Base(path), names)
}

// noArgs is for commands that take flags only.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("only options are taken, and %q is none", args[0])
	if cmd.Flags().Lookup("root") == nil { // of those that read manifests
		return err
	}
	hint := manifestsAreRead
	if cmd.Flags().Lookup("target") != nil {
		hint += "\nFor some of the files only: -target=PATTERN"
	}
	if cmd.Flags().Lookup("e") != nil {
		hint = "An expression is given with -e='EXPRESSION'."
	}
	if f := cmd.Flags().Lookup("preview"); f != nil && f.Changed && slices.Contains(previewReaders, args[0]) {
		hint = "What stands behind -preview is given with =, without a blank: -preview=" + args[0]
	}
	return hinted{err, hint}
}

// manifestsAreRead is for those who name a manifest where it is found unasked.
const manifestsAreRead = "All *.wiki.hcl and *.wiki.json files of the current directory are read; -chdir=DIR reads those of another."

func isManifest(name string) bool {
	return strings.HasSuffix(name, ".wiki.hcl") || strings.HasSuffix(name, ".wiki.json")
}

// flagError dresses pflag's complaint: Terraform's dash, and a suggestion.
func flagError(cmd *cobra.Command, err error) error {
	text, hint := singleDash(err.Error()), ""
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		text = fmt.Sprintf("-%s=%s: %s", wrong.GetFlag().Name, wrong.GetValue(), wanted(wrong))
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := cmp.Or(e.GetSpecifiedName(), e.GetSpecifiedShortnames())
		text = "unknown flag: -" + name
		if hint = insteadOfFlags[name]; hint != "" {
			hint += "\n"
		} else if better := spec.Suggest(name, flagNames(cmd)); better != "" {
			text += fmt.Sprintf("; did you mean -%s?", better)
		}
	}
	return hinted{usagef("%s", text), fmt.Sprintf("%sSee: %s -help", hint, cmd.CommandPath())}
}

// wanted is what a flag takes, where pflag read the value; our own flags say it
// themselves.
func wanted(wrong *pflag.InvalidValueError) string {
	switch wrong.GetFlag().Value.Type() {
	case "bool":
		return "true or false is wanted"
	case "int":
		return "a whole number is wanted"
	case "duration":
		return "a time is wanted, such as 90s, 5m or 1h30m"
	}
	return wrong.Unwrap().Error()
}
