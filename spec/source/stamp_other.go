//go:build !linux && !darwin

package source

import "io/fs"

func inode(fs.FileInfo) (number uint64, ctime int64) { return 0, 0 }
