package checkout

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Commit is the commit that a directory's work tree of git's stands at; "" where there is
// none, or where it cannot be read. What was changed since it does not tell.
//
// It reads what git keeps in files; of a repository that keeps its branches in tables
// (reftable) it is "".
func Commit(dir string) string {
	top := Top(real(absolute(dir)))
	if top == "" {
		return ""
	}
	git := filepath.Join(top, ".git")
	if to, found := strings.CutPrefix(firstLine(git), "gitdir: "); found {
		git = below(top, to) // another work tree of a repository, or a submodule
	}
	head := firstLine(filepath.Join(git, "HEAD"))
	ref, branch := strings.CutPrefix(head, "ref: ")
	if !branch {
		return commit(head)
	}
	if !strings.HasPrefix(ref, "refs/") || !filepath.IsLocal(ref) {
		return ""
	}
	common := git
	if to := firstLine(filepath.Join(git, "commondir")); to != "" {
		common = below(git, to)
	}
	if id := commit(firstLine(filepath.Join(common, filepath.FromSlash(ref)))); id != "" {
		return id
	}
	return packed(filepath.Join(common, "packed-refs"), ref)
}

// packed looks a branch up among those that are kept in one file.
func packed(file, ref string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if id, name, _ := strings.Cut(lines.Text(), " "); name == ref {
			return commit(id)
		}
	}
	return ""
}

var commitID = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// commit is the name of a commit, "" for anything else.
func commit(s string) string {
	if !commitID.MatchString(s) {
		return ""
	}
	return s
}

// firstLine is that of a small file, "" when it cannot be read.
func firstLine(file string) string {
	const most = 4096
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimRight(line, "\r ")
}

// below is a path that may be relative to a directory.
func below(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
