package cli

import (
	"os"
	"path/filepath"

	"wikiform/internal/contactsheet"
	"wikiform/provider"
)

// output is a file that an option has something written into; its name may be "".
type output struct{ option, name string }

// sheetsOption is what the option is called by which name is a directory of contact sheets.
const sheetsOption = "-report=" + string(formatSheets)

// outputsOf are those of reports.
func outputsOf(reports []report) []output {
	var all []output
	for _, r := range reports {
		option := "-report"
		if r.format == formatSheets {
			option = sheetsOption
		}
		all = append(all, output{option, r.path})
	}
	return all
}

// distinct refuses two outputs into one file, of which only the last would be left.
func (a *app) distinct(all []output) error {
	taken := map[string]string{}
	for _, o := range all {
		if o.name == "" || standardOutput(o.name) || device(o.name) {
			continue
		}
		name := filepath.Clean(a.path(o.name))
		if other, double := taken[name]; double {
			return usagef("%s and %s would both write %s", other, o.option, name)
		}
		taken[name] = o.option
	}
	for _, o := range all {
		if o.option != sheetsOption {
			continue
		}
		for n := range contactsheet.MaxSheets {
			name := filepath.Join(a.path(o.name), contactsheet.Name(n+1))
			if other, double := taken[name]; double {
				return usagef("%s and %s would both write %s", other, o.option, name)
			}
		}
	}
	return nil
}

// apartFrom refuses outputs into a file that the command reads, which would be lost.
func (a *app) apartFrom(what, file string, all []output) error {
	if file == "" {
		return nil
	}
	read, err := os.Stat(a.path(file))
	if err != nil {
		return nil // who opens it says so
	}
	for _, o := range all {
		if o.name == "" || standardOutput(o.name) {
			continue
		}
		if info, err := os.Stat(a.path(o.name)); err == nil && os.SameFile(read, info) {
			return hinted{usagef("%s would write over %s, which is the %s", o.option, provider.Visible(o.name), what), "Name another file."}
		}
	}
	return nil
}
