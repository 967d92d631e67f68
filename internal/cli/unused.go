package cli

import (
	"slices"
	"strings"

	"wikiform/spec"
)

// noteUnused says, of a wiki that is read without an account, which names were looked
// for, where credentials are set that belong to no wiki of the manifest: one of the
// two is mistyped. Values are not told.
func (j *job) noteUnused(wiki spec.Wiki) {
	names, ok := namesOf(wiki.API)
	unused := unusedCredentials(j.Env, j.project.Manifest().Wikis)
	if !ok || len(unused) == 0 {
		return
	}
	list, are := strings.Join(unused[:min(len(unused), 3)], ", "), "is set, and belongs"
	if len(unused) > 1 {
		are = "are set, and belong"
	}
	if len(unused) > 3 {
		list += ", …"
	}
	j.note("Nobody is logged in: neither %s nor %s is set. %s %s to no wiki of this manifest.", names.user, names.token, list, are)
}

// unusedCredentials are the variables that hold credentials of none of the wikis, by
// their names, whose case counts; sorted.
func unusedCredentials(env map[string]string, wikis []spec.Wiki) []string {
	used := map[string]bool{}
	for _, w := range wikis {
		if names, ok := namesOf(w.API); ok {
			for _, name := range []string{names.token, names.user, names.password} {
				used[name], used[name+"_FILE"] = true, true
			}
		}
	}
	var unused []string
	for name, value := range env {
		upper := strings.ToUpper(name)
		credential := slices.ContainsFunc([]string{"WIKIFORM_TOKEN_", "WIKIFORM_USER_", "WIKIFORM_PASSWORD_"}, func(prefix string) bool {
			return strings.HasPrefix(upper, prefix)
		})
		if credential && value != "" && !used[name] {
			unused = append(unused, name)
		}
	}
	slices.Sort(unused)
	return unused
}
