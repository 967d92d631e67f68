package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// Version is that of this program; manifests ask for it in required_version.
const Version = "0.1.0"

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Print the version of wikiform and of the Go it was built with.

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
	return fmt.Sprintf("wikiform %s (%s %s/%s)", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// versionFlag makes -version and -v say the same, as many programs do.
func versionFlag(root *cobra.Command) {
	root.Version = Version
	root.SetVersionTemplate(versionLine() + "\n")
	root.Flags().BoolP("version", "v", false, "same as wikiform version")
}
