package writefile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

const (
	old  = "old text, which is longer\n"
	news = "new text\n"
)

// aTarget is something that a name can lead to.
type aTarget struct {
	// make puts it into dir, which is no checkout, and gives the name that is
	// written to. What it registers at the trial is looked at afterwards.
	make func(t *testing.T, dir string, try *trial) string
	// What has to be there afterwards under the name, read through it: of a
	// whole file and of one that was appended to; "" where it is no file.
	whole, appended string
	// fails is what the error says, "" when there is none; plain, if it is
	// another one for who is not root, and inPlace, if that one is told only
	// where the file is replaced.
	fails, plain string
	inPlace      bool
}

// trial is one try to write.
type trial struct {
	Place
	ctx    context.Context
	reader chan string // of a pipe: what came out of it
	stream *os.File
}

// targets is the table of what a name can lead to, and of what becomes of it.
var targets = map[string]aTarget{
	"missing": {whole: news, appended: news,
		make: func(t *testing.T, dir string, _ *trial) string { return filepath.Join(dir, "new") }},
	"missing directory": {fails: "no such file or directory",
		make: func(t *testing.T, dir string, _ *trial) string { return filepath.Join(dir, "no", "new") }},
	"regular": {whole: news, appended: old + news,
		make: func(t *testing.T, dir string, _ *trial) string { return put(t, filepath.Join(dir, "a"), old) }},
	"link to regular": {whole: news, appended: old + news,
		make: func(t *testing.T, dir string, _ *trial) string {
			put(t, filepath.Join(dir, "a"), old)
			return link(t, "a", filepath.Join(dir, "l"))
		}},
	"absolute link to a link into a directory": {whole: news, appended: old + news,
		make: func(t *testing.T, dir string, _ *trial) string {
			put(t, filepath.Join(mkdir(t, filepath.Join(dir, "d")), "a"), old)
			link(t, "d/../d/a", filepath.Join(dir, "m"))
			return link(t, filepath.Join(dir, "m"), filepath.Join(dir, "l"))
		}},
	"dangling link": {whole: news, appended: news,
		make: func(t *testing.T, dir string, _ *trial) string { return link(t, "a", filepath.Join(dir, "l")) }},
	"link into nowhere": {fails: "no such file or directory",
		make: func(t *testing.T, dir string, _ *trial) string { return link(t, "no/a", filepath.Join(dir, "l")) }},
	"link to itself": {fails: "symbolic links",
		make: func(t *testing.T, dir string, _ *trial) string { return link(t, "l", filepath.Join(dir, "l")) }},
	"directory": {fails: "it is a directory",
		make: func(t *testing.T, dir string, _ *trial) string { return mkdir(t, filepath.Join(dir, "d")) }},
	"link to directory": {fails: "it is a directory",
		make: func(t *testing.T, dir string, _ *trial) string {
			mkdir(t, filepath.Join(dir, "d"))
			return link(t, "d", filepath.Join(dir, "l"))
		}},
	"device": {
		make: func(t *testing.T, dir string, _ *trial) string { return device(t, dir, "null") }},
	"link to device": {
		make: func(t *testing.T, dir string, _ *trial) string {
			return link(t, device(t, dir, "null"), filepath.Join(dir, "l"))
		}},
	"full device": {fails: "no space left on device",
		make: func(t *testing.T, dir string, _ *trial) string { return device(t, dir, "full") }},
	"pipe": {
		make: func(t *testing.T, dir string, try *trial) string { return try.pipe(t, dir) }},
	"link to pipe": {
		make: func(t *testing.T, dir string, try *trial) string {
			return link(t, try.pipe(t, dir), filepath.Join(dir, "l"))
		}},
	"pipe without a reader": {fails: "context canceled",
		make: func(t *testing.T, dir string, try *trial) string {
			name := filepath.Join(dir, "p")
			check(t, syscall.Mkfifo(name, 0o600))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			try.ctx = ctx
			t.Cleanup(func() { // lets the one who waits go
				if f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
					f.Close()
				}
			})
			return name
		}},
	"inherited pipe": {
		make: func(t *testing.T, dir string, try *trial) string {
			r, w, err := os.Pipe()
			check(t, err)
			try.listen(t, r)
			try.stream = w
			return link(t, fmt.Sprintf("/proc/self/fd/%d", w.Fd()), filepath.Join(dir, "l"))
		}},
	"standard output, which is a file": {whole: old + news, appended: old + news,
		make: func(t *testing.T, dir string, try *trial) string {
			try.connect(t, filepath.Join(dir, "out"))
			return link(t, fmt.Sprintf("/proc/self/fd/%d", try.stream.Fd()), filepath.Join(dir, "l"))
		}},
	"the file that is standard output": {whole: old + news, appended: old + news,
		make: func(t *testing.T, dir string, try *trial) string {
			try.connect(t, filepath.Join(dir, "out"))
			return filepath.Join(dir, "out")
		}},
	"inherited file that has no name any more": {whole: news, appended: old + news,
		make: func(t *testing.T, dir string, try *trial) string {
			try.connect(t, filepath.Join(mkdir(t, filepath.Join(dir, "d")), "out"))
			try.Streams = nil
			check(t, os.RemoveAll(filepath.Join(dir, "d")))
			return link(t, fmt.Sprintf("/proc/self/fd/%d", try.stream.Fd()), filepath.Join(dir, "l"))
		}},
	"read-only file": {whole: news, appended: old + news, plain: "permission denied",
		make: func(t *testing.T, dir string, _ *trial) string {
			name := put(t, filepath.Join(dir, "a"), old)
			check(t, os.Chmod(name, 0o444))
			return name
		}},
	"file in a read-only directory": {whole: news, appended: old + news, plain: "no file can be made in its directory: permission denied", inPlace: true,
		make: func(t *testing.T, dir string, _ *trial) string {
			name := put(t, filepath.Join(dir, "a"), old)
			check(t, os.Chmod(dir, 0o555))
			return name
		}},
	"new file in a read-only directory": {whole: news, appended: news, plain: "permission denied",
		make: func(t *testing.T, dir string, _ *trial) string {
			check(t, os.Chmod(dir, 0o555))
			return filepath.Join(dir, "new")
		}},
}
