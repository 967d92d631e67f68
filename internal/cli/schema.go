package cli

import (
	"github.com/spf13/cobra"

	"wikiform/spec"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of manifests",
		Long: `Print a JSON Schema of *.wiki.json manifests, by which editors complete names and
show what they mean. It comes from the table by which manifests are read.`,
		Example: `  wikiform schema > wikiform.schema.json
  # VS Code, settings.json:
  # "json.schemas": [{"fileMatch": ["*.wiki.json"], "url": "./wikiform.schema.json"}]`,
		Annotations: exits(exitOK, exitUsage),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.Out.Write(spec.JSONSchema())
			return err
		},
	}
}
