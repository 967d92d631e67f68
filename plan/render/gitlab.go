package render

import (
	"fmt"
	"io"

	"wikiform/plan"
)

// GitLabTerraform writes the three numbers that GitLab shows on a merge request
// for a report of the type terraform. A move is an
// update; blocked files are in none of them.
func GitLabTerraform(w io.Writer, p *plan.Plan, _ Style) error {
	n := p.Counts()
	_, err := fmt.Fprintf(w, "{\"create\":%d,\"update\":%d,\"delete\":%d}\n", n.Add, n.Change+n.Move, n.Destroy)
	return err
}
