package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// path takes a path of the command line from where -chdir leads. Links on the
// way there are followed here, so that those that are left are of the path itself.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	dir, err := filepath.Abs(a.chdir)
	if err != nil {
		return p
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Join(dir, p)
}

// relative writes a path as the user would from where the command was started.
func (a *app) relative(elem ...string) string {
	path := filepath.Join(elem...)
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(wd); err == nil {
		wd = real
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return path
	}
	return rel
}

// shellQuote makes one word of s for a POSIX shell.
func shellQuote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+,@%:=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// command is a command line to copy, from where the user is: a command with its options.
func (a *app) command(name, options string) string {
	words := self() + " " + name
	if a.chdir != "" {
		words += " -chdir=" + shellQuote(a.chdir)
	}
	return words + " " + options
}

// self is how the user started this program, for commands to copy.
func self() string {
	path, err := os.Executable()
	if err == nil && strings.Contains(filepath.ToSlash(path), "/go-build") && !strings.HasSuffix(path, ".test") {
		return "go run ."
	}
	return "wikiform"
}
