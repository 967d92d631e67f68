package writefile

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

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
