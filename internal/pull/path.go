package pull

import (
	"path"
	"slices"
	"strings"

	"wikiform/internal/localname"
)

// unsafe tells why a file must not have a text that comes from a wiki, a clause; "" where
// it may. Git, forges and tools take some files for more than text by their names, on
// systems that do not look at case, too.
func unsafe(name string) string {
	base := strings.ToLower(path.Base(name))
	switch ext := path.Ext(base); {
	case !slices.Contains(endings, ext):
		return "only files that end in .wikitext or .txt are"
	case strings.Contains(base, ".wiki.") || strings.Contains(base, ".wikivars."):
		return "its name is that of a manifest or of values for one"
	case slices.Contains(ofTools, base), strings.HasPrefix(base, "requirements"), strings.HasPrefix(base, "constraints"):
		return "tools take a file of that name for more than text"
	}
	for part := range strings.SplitSeq(strings.ToLower(name), "/") {
		switch {
		case strings.HasPrefix(part, "."):
			return part + " begins with a dot, and such files and directories belong to tools"
		case strings.HasPrefix(part, "git~"):
			return part + " may be another name of .git"
		case strings.HasSuffix(part, "."), strings.HasSuffix(part, " "), strings.ContainsFunc(part, odd), localname.Reserved(part):
			return "its path is not the same on every system"
		}
	}
	return ""
}

var (
	endings = []string{".wikitext", ".txt"}
	ofTools = []string{"cmakelists.txt", "meson_options.txt", "packages.txt", "apt.txt", "runtime.txt", "dependencies.txt"}
)

// odd reports whether a letter is none of a path on every system.
func odd(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`\:*?"<>|`, r) }
