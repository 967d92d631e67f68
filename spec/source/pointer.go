package source

import "bytes"

// isPointer reports whether content that begins with head is not a file but what
// Git LFS leaves in its place until the file is pulled.
func isPointer(head []byte) bool {
	return bytes.HasPrefix(head, []byte("version https://git-lfs.github.com/spec/v1\n"))
}
