//go:build !unix

package source

const nonblock = 0 // no FIFO can be opened by name
