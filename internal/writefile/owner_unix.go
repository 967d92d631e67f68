//go:build unix

package writefile

import (
	"io/fs"
	"os"
	"syscall"
)

// own gives f the owner and group of another file. Only root can always do that;
// for anybody else it is the one who writes who owns the file.
func own(f *os.File, as fs.FileInfo) {
	if s, ok := as.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(s.Uid), int(s.Gid))
	}
}
