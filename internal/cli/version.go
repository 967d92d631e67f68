package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// Version is that of this program; manifests ask for it in required_version.
const Version = "0.1.0"

// commit is the one that this program is built from, where the linker was told: a build
// of a tarball, or one that is to be the same whatever folder it is made in, has no other
// way to know it.
var commit string

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Print the version of wikiform, the commit that it was built from, if that is known,
and the Go it was built with.

A manifest can ask for a version: wikiform { required_version = ">= 0.1" }.`,
		Example:     "  wikiform version",
		Annotations: exits(exitOK),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.Out, versionLine())
			return err
		},
	}
}

func versionLine() string {
	from := ""
	if built := builtFrom(); built != "" {
		from = "commit " + built + ", "
	}
	return fmt.Sprintf("wikiform %s (%s%s %s/%s)", Version, from, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// builtFrom is the commit of this program; "" if nobody knows.
func builtFrom() string {
	var noted []debug.BuildSetting
	if info, ok := debug.ReadBuildInfo(); ok {
		noted = info.Settings
	}
	return commitOf(commit, noted)
}

// commitOf is the commit that the linker was told, or else what Go noted in a checkout.
func commitOf(linked string, noted []debug.BuildSetting) string {
	revision, changed := linked, ""
	for _, s := range noted {
		switch {
		case linked != "":
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	if revision == "" {
		return ""
	}
	return strings.ToLower(revision[:min(12, len(revision))]) + changed
}

// versionFlag makes -version and -v say the same, as many programs do.
func versionFlag(root *cobra.Command) {
	root.Version = Version
	root.SetVersionTemplate(versionLine() + "\n")
	root.Flags().BoolP("version", "v", false, "same as wikiform version")
}
