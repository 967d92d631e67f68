package source

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"wikiform/internal/fileerr"
	"wikiform/provider"
)

// fault is why a name of the manifest gives no content. It is told in two
// places: as a diagnostic when planning, as a provider.Error when applying.
type fault struct {
	summary string        // "No such file"; faults with one summary are of one kind
	text    string        // a clause that names the file
	advice  string        // what to do now, a sentence; "" when the text says it
	cure    provider.Cure // what has to change first; "" for what the manifest names
	near    func() string // looks for what was probably meant; may be nil, and costs time
}

func (f *fault) Error() string { return f.text }

// hint is what the user can do now, as sentences.
func (f *fault) hint() string {
	if f.near != nil {
		if name := f.near(); name != "" {
			return fmt.Sprintf("Did you mean %q?", name)
		}
	}
	return f.advice
}

// sourceError makes a fault what errors of sources are for those who apply.
func sourceError(err error) error {
	if f, ok := errors.AsType[*fault](err); ok {
		return &provider.Error{Kind: provider.Source, Op: "read", Info: f.text, Cure: f.cure, Advice: f.hint()}
	}
	return err
}

func outside(name string) *fault {
	return &fault{
		summary: "Source outside the root",
		text:    fmt.Sprintf("%q does not lie below the root of the manifest", name),
		advice: "A manifest reads only below its own directory, or below the directory named with -root. " +
			"Name the file by a relative path there, or run with -root=DIR.",
	}
}

func private(name string) *fault {
	return &fault{
		summary: "Source in a private directory",
		text:    fmt.Sprintf("%q lies or leads into .git or .wikiform", name),
		advice:  "These directories are git's and wikiform's own, and what is in them is never uploaded. Copy the file to where your files are.",
	}
}

// missing is the fault of a name of which the part up to at is the first that
// does not exist.
func missing(name, at string, near func() string) *fault {
	f := &fault{summary: "No such file", near: near,
		text:   fmt.Sprintf("%q does not exist", name),
		advice: "Paths are relative to the manifest and case-sensitive. Is the file in git?"}
	if at != name {
		f.text = fmt.Sprintf("%q does not exist: there is no directory %q", name, at)
	}
	return f
}

func ambiguous(name string, spellings []string) *fault {
	quoted := make([]string, len(spellings))
	for i, s := range spellings {
		quoted[i] = fmt.Sprintf("%+q", s)
	}
	return &fault{
		summary: "Ambiguous file name",
		text: fmt.Sprintf("%q is the name of %d entries, which differ only in Unicode normalisation: %s",
			name, len(spellings), strings.Join(quoted, ", ")),
		advice: "Remove or rename all but one.",
	}
}

func badLink(name, link, target string, dangling bool) *fault {
	f := &fault{
		summary: "Source outside the root",
		text:    fmt.Sprintf("%q leads through the symbolic link %q to %q, which lies outside the root of the manifest or cannot be followed", name, link, target),
		advice:  "Replace the link by the file itself.",
	}
	if dangling {
		f.summary = "No such file"
		f.text = fmt.Sprintf("%q leads through the symbolic link %q to %q, which does not exist", name, link, target)
		f.advice = "Mend the link or put the file itself in its place."
	}
	return f
}

func isDirectory(name string) *fault {
	return &fault{
		summary: "Source is a directory",
		text:    fmt.Sprintf("%q is a directory", name),
		advice:  "A file block stands for one file; use for_each with fileset() for all files of a directory.",
	}
}

func notRegular(name string, mode fs.FileMode) *fault {
	kind := "a device"
	switch {
	case mode&fs.ModeNamedPipe != 0:
		kind = "a named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	}
	return &fault{
		summary: "Source is no regular file",
		text:    fmt.Sprintf("%q is %s", name, kind),
		advice:  "Only regular files can be sources.",
	}
}

func isEmpty(name string) *fault {
	return &fault{
		summary: "Source is empty",
		text:    fmt.Sprintf("%q has no content", name),
		advice:  "A wiki takes no empty file. Was it written completely?",
	}
}

func changed(name string) *fault {
	return &fault{
		summary: "Source changed meanwhile",
		text:    fmt.Sprintf("%q was changed while wikiform was at work with it", name),
		advice:  "Run again when nothing writes to it any more.",
		cure:    provider.CureReplan,
	}
}

func pointer(name string) *fault {
	return &fault{
		summary: "Source is a Git LFS pointer",
		text:    fmt.Sprintf("%q holds a Git LFS pointer instead of the file's content", name),
		advice:  "Run git lfs pull (in CI: check out with LFS enabled), then run again.",
	}
}

func cannotRead(name string, err error) *fault {
	err = fileerr.Bare(err)
	f := &fault{summary: "Unreadable source", text: fmt.Sprintf("%q cannot be read: %v", name, err)}
	switch {
	case errors.Is(err, fs.ErrPermission):
		f.advice, f.cure = "Give your account the right to read it and to enter its directories.", provider.CureMachine
	case errors.Is(err, fs.ErrNotExist):
		f.summary, f.text = "No such file", fmt.Sprintf("%q does not exist", name)
	}
	return f
}
