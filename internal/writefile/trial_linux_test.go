package writefile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Whatever a name leads to, what is no regular file is still there afterwards,
// and a file has the old text or the new one.
func TestTargets(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		target := targets[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target.try(t, target.whole, func(try *trial, path string) error {
				return try.Replace(try.ctx, path, []byte(news), 0o644)
			})
		})
		t.Run(name+", appended to", func(t *testing.T) {
			t.Parallel()
			target := target
			if target.inPlace {
				target.plain = ""
			}
			target.try(t, target.appended, func(try *trial, path string) error {
				f, err := try.Append(try.ctx, path, 0o644)
				if err != nil {
					return err
				}
				_, err = io.WriteString(f, news)
				return errors.Join(err, f.Close())
			})
		})
	}
}

func (a aTarget) try(t *testing.T, want string, write func(*trial, string) error) {
	dir := t.TempDir()
	try := &trial{ctx: t.Context()}
	name := a.make(t, dir, try)
	t.Cleanup(func() { os.Chmod(dir, 0o755) }) // so that it can be removed
	before := things(t, dir)

	err := write(try, name)

	fails := a.fails
	if a.plain != "" && os.Geteuid() != 0 {
		fails = a.plain
	}
	if fails == "" && err != nil || fails != "" && (err == nil || !strings.Contains(err.Error(), fails)) {
		t.Fatalf("got the error %v, want %q", err, fails)
	}
	var named *fs.PathError
	if err != nil && !errors.Is(err, context.Canceled) && (!errors.As(err, &named) || named.Path != name) {
		t.Errorf("the error does not name %s: %v", name, err)
	}
	after := things(t, dir)
	for path, was := range before {
		if now := after[path]; was != now {
			t.Errorf("%s was %s, and is %s", path, was, now)
		}
	}
	for path := range after {
		if strings.Contains(path, ".wikiform") {
			t.Errorf("%s was left", path)
		}
	}
	switch {
	case try.reader != nil:
		if try.stream != nil {
			try.stream.Close()
		}
		if got := <-try.reader; got != news {
			t.Errorf("from the pipe came %q, want %q", got, news)
		}
	case fails != "" && want != "":
		if got, _ := os.ReadFile(name); string(got) != "" && string(got) != old {
			t.Errorf("it failed and left %q", got)
		}
	case want != "":
		got, err := os.ReadFile(name)
		check(t, err)
		if string(got) != want {
			t.Errorf("there is %q, want %q", got, want)
		}
	}
}

// things tells of what is below dir and no regular file what it is.
func things(t *testing.T, dir string) map[string]string {
	found := map[string]string{}
	check(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil || info.Mode().IsRegular() && !strings.HasPrefix(e.Name(), ".wikiform") {
			return err
		}
		s := info.Sys().(*syscall.Stat_t)
		found[path] = fmt.Sprintf("%v, inode %d, device %d", info.Mode(), s.Ino, s.Rdev)
		return nil
	}))
	return found
}

// TestTargetsAsNobody is TestTargets for root, who may do what nobody else may:
// it is run once more as another user.
func TestTargetsAsNobody(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // TestTargets was not run as root
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "wikiform-nobody-")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	binary := filepath.Join(dir, "test")
	self, err := os.Executable()
	check(t, err)
	text, err := os.ReadFile(self)
	check(t, err)
	check(t, os.WriteFile(binary, text, 0o755))
	check(t, os.Chmod(dir, 0o755))
	temp := mkdir(t, filepath.Join(dir, "tmp"))
	check(t, os.Chown(temp, nobody, nobody))

	cmd := exec.CommandContext(t.Context(), binary, "-test.run=^TestTargets$", "-test.v")
	cmd.Dir, cmd.Env = temp, []string{"TMPDIR=" + temp}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS: TestTargets/") != 2*len(targets) {
		t.Errorf("as another user: %v\n%s", err, out)
	}
}

// device makes a device like the one in /dev. A container can forbid that even
// to root; what is in its /dev then belongs to the machine, and root there can
// replace it no more than anybody else.
func device(t *testing.T, dir, like string) string {
	t.Helper()
	minor := map[string]int{"null": 3, "full": 7}[like]
	path := filepath.Join(dir, like)
	switch err := syscall.Mknod(path, syscall.S_IFCHR|0o666, 1<<8|minor); {
	case err == nil:
		return path
	case errors.Is(err, syscall.EPERM):
		return "/dev/" + like
	default:
		t.Fatal(err)
		return ""
	}
}

func (try *trial) pipe(t *testing.T, dir string) string {
	name := filepath.Join(dir, "p")
	check(t, syscall.Mkfifo(name, 0o600))
	r, err := os.OpenFile(name, os.O_RDWR, 0) // so that nobody waits; closed when all was read
	check(t, err)
	try.reader = make(chan string, 1)
	go func() {
		b := make([]byte, len(news))
		n, _ := io.ReadFull(r, b)
		r.Close()
		try.reader <- string(b[:n])
	}()
	return name
}

func (try *trial) listen(t *testing.T, r *os.File) {
	try.reader = make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(r)
		r.Close()
		try.reader <- string(b)
	}()
}

// connect makes standard output of a file that has a text already.
func (try *trial) connect(t *testing.T, path string) {
	f, err := os.OpenFile(put(t, path, old), os.O_RDWR, 0)
	check(t, err)
	t.Cleanup(func() { f.Close() })
	_, err = f.Seek(0, io.SeekEnd)
	check(t, err)
	try.stream, try.Streams = f, []*os.File{f}
}
