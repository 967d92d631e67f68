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
	"strconv"
	"strings"
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

// Nobody waits for ever for a reader who does not go on.
func TestReaderWhoStops(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "p")
	check(t, syscall.Mkfifo(name, 0o600))
	r, err := os.OpenFile(name, os.O_RDWR, 0)
	check(t, err)
	defer r.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		r.Read(make([]byte, 1))
		cancel()
	}()
	if err := (Place{}).Replace(ctx, name, make([]byte, 1<<20), 0o644); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
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

// A disk that is full after a part of the text, as a limit of the process makes
// one: the old file is there as it was, and nothing is left beside it.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"new", "old"} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "old"), old)
		cmd := exec.CommandContext(t.Context(), "/proc/self/exe", filepath.Join(dir, name))
		cmd.Env = []string{role + "=full disk"}
		out, err := cmd.CombinedOutput()
		if want := "write " + filepath.Join(dir, name) + ": file too large"; err == nil || string(out) != want {
			t.Errorf("%s: %v, %q, want %q", name, err, out, want)
		}
		entries, err := os.ReadDir(dir)
		check(t, err)
		text, err := os.ReadFile(filepath.Join(dir, "old"))
		check(t, err)
		if len(entries) != 1 || string(text) != old {
			t.Errorf("%s: there is %v, with %q", name, entries, text)
		}
	}
}

func init() {
	roles["umask"] = func(args []string) error {
		umask, err := strconv.ParseInt(args[1], 8, 0)
		if err != nil {
			return err
		}
		syscall.Umask(int(umask))
		return Place{}.Replace(context.Background(), args[0], []byte(news), 0o664)
	}
	roles["full disk"] = func(args []string) error {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4096, Max: 4096}); err != nil {
			return err
		}
		return Place{}.Replace(context.Background(), args[0], make([]byte, 1<<20), 0o644)
	}
}

// A file keeps its mode and its owner; a new one follows the umask.
func TestModeAndOwner(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := put(t, filepath.Join(dir, "a"), old)
	check(t, os.Chmod(name, 0o640))
	uid, gid := os.Geteuid(), os.Getegid()
	if uid == 0 {
		uid, gid = 65534, 65534
		check(t, os.Chown(name, uid, gid))
	}
	check(t, Place{}.Replace(t.Context(), name, []byte(news), 0o600))
	info, err := os.Stat(name)
	check(t, err)
	if s := info.Sys().(*syscall.Stat_t); info.Mode() != 0o640 || int(s.Uid) != uid || int(s.Gid) != gid {
		t.Errorf("it has the mode %v and belongs to %d:%d, want 0640 and %d:%d", info.Mode(), s.Uid, s.Gid, uid, gid)
	}

	for umask, want := range map[string]fs.FileMode{"0": 0o664, "027": 0o640} {
		name := filepath.Join(dir, umask)
		cmd := exec.CommandContext(t.Context(), "/proc/self/exe", name, umask)
		cmd.Env = []string{role + "=umask"}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if info, err = os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("with the umask %s a new file has the mode %v, %v", umask, info.Mode(), err)
		}
	}
}

// Who has the old file open goes on to read the old text: the new one never lies
// there in part.
func TestReadersSeeOneText(t *testing.T) {
	t.Parallel()
	name := put(t, filepath.Join(t.TempDir(), "a"), old)
	reader, err := os.Open(name)
	check(t, err)
	defer reader.Close()
	check(t, Place{}.Replace(t.Context(), name, []byte(news), 0o644))
	was, err := io.ReadAll(reader)
	check(t, err)
	is, err := os.ReadFile(name)
	check(t, err)
	if string(was) != old || string(is) != news {
		t.Errorf("who has it open reads %q, and who opens it %q", was, is)
	}
}
