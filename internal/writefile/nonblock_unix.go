//go:build unix

package writefile

import "syscall"

// Nonblock keeps the opening of a FIFO from waiting for a writer.
const Nonblock = syscall.O_NONBLOCK
