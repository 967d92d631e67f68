//go:build !unix

package writefile

// Nonblock is nothing where no FIFO can be opened by name.
const Nonblock = 0
