package source

import "io/fs"

// stamp is what the file system says of a file without reading it. A file whose
// stamp is the same has, but for the granularity of its times, the same content.
// The change time is part of it because tools that edit photographs in place
// like to put the modification time back.
type stamp struct {
	Size  int64  `json:"size"`
	Mtime int64  `json:"mtime"` // Unix time in nanoseconds
	Ctime int64  `json:"ctime"` // likewise; 0 where there is none
	Inode uint64 `json:"inode"` // 0 where there is none
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{Size: info.Size(), Mtime: info.ModTime().UnixNano()}
	s.Inode, s.Ctime = inode(info)
	return s
}
