package cli

import "github.com/spf13/cobra"

// Hands that know Terraform type its words. For each that wikiform does not have
// there is one sentence on what takes its place here.

// noState is why so much of Terraform has no counterpart.
const noState = "There is no state: every plan asks the wiki how its files are."

// noSetup is why init has nothing to do where there is a manifest.
const noSetup = "There is nothing to set up: wikiform has no plugins and no backend. With a manifest, begin with: wikiform plan"

// notDestroyed is what becomes of files that nobody declares.
const notDestroyed = "A file whose block is removed stays on the wiki, unless a prune block owns its title. What is to be gone is named: absent \"old\" { title = … }, and the plan shows what would be deleted."

// insteadOfCommands are by the names of Terraform's commands.
var insteadOfCommands = map[string]string{
	"destroy":      notDestroyed,
	"force-unlock": "There is nothing to unlock: a run that ends, however it ends, leaves no lock behind.",
	"get":          "There are no modules: a manifest is all *.wiki.hcl and *.wiki.json files of one directory.",
	"graph":        "There is no graph: files do not depend on each other.",
	"login":        "There is no login: name and password are read from the environment, and wikiform doctor says from which variables, and whether they are taken.",
	"logout":       "There is no login, and so no logout: unset the variables that hold name and password.",
	"modules":      "There are no modules: a manifest is all *.wiki.hcl and *.wiki.json files of one directory.",
	"output":       "There are no outputs. For scripts there are wikiform plan -json and wikiform console -e EXPRESSION.",
	"providers":    "There are no providers: MediaWiki is the only one, and it is built in.",
	"refresh":      noState,
	"state":        noState + " What it knows is shown by: wikiform plan",
	"taint":        "Nothing can be tainted: a file is uploaded again when its content differs from that on the wiki.",
	"test":         "There are no test files: check blocks in the manifest say what must hold, and wikiform validate looks whether it does.",
	"untaint":      "Nothing can be tainted: a file is uploaded again when its content differs from that on the wiki.",
	"workspace":    "There are no workspaces: a manifest may have several wiki blocks, of which -wiki=NAME chooses one. What differs between them depends on wiki.name, the counterpart of terraform.workspace.",
}

// insteadOfFlags are by the names of Terraform's options, without their dash.
var insteadOfFlags = map[string]string{
	"backup":              "There is no state, so there is no file to back up.",
	"compact-warnings":    "Warnings that are alike are told once as it is.",
	"destroy":             notDestroyed,
	"generate-config-out": "A manifest for files that are on the wiki is written by: wikiform import",
	"backend":             noSetup,
	"backend-config":      noSetup,
	"migrate-state":       noSetup,
	"plugin-dir":          noSetup,
	"reconfigure":         noSetup,
	"upgrade":             noSetup,
	"lock":                "There is no state to lock: apply waits until another run in its directory has ended, and writes over nothing that changed since the plan.",
	"lock-timeout":        "There is no state to lock: apply waits until another run in its directory has ended, as long as that takes.",
	"refresh":             noState,
	"refresh-only":        noState + " Nothing is written by: wikiform plan",
	"replace":             "A file is uploaded again when its content differs from that on the wiki, and only then.",
	"state":               noState,
	"state-out":           noState,
}

// terraformCommands are the commands of Terraform's that there are none of: known,
// so that they are answered, and not shown.
func terraformCommands() []*cobra.Command {
	var list []*cobra.Command
	for name, instead := range insteadOfCommands {
		list = append(list, &cobra.Command{
			Use: name, Hidden: true, Long: instead,
			DisableFlagParsing: true, // Terraform's options are not ours
			Args:               cobra.ArbitraryArgs,
			RunE: func(*cobra.Command, []string) error {
				return hinted{usagef("wikiform has no command %q", name), instead + "\nSee: wikiform -help"}
			},
		})
	}
	return list
}

// terraformVariables answers variables of Terraform's that somebody set in vain.
func (a *app) terraformVariables(cmd *cobra.Command) {
	logs := cmd.Flags().Lookup("log-file")
	if logs == nil || logs.Changed {
		return
	}
	for _, name := range []string{"TF_LOG", "TF_LOG_PATH"} {
		if value := a.Env[name]; value != "" && value != "off" && value != "OFF" {
			a.note("%s is Terraform's and does nothing here: -log-file=FILE writes down every request to the wiki.", name)
			return
		}
	}
}
