//go:build unix && !(darwin || dragonfly || freebsd || netbsd || openbsd)

package cli

import (
	"os"
	"syscall"
)

// askingSignals ask what a process is at.
var askingSignals = []os.Signal{syscall.SIGUSR1}
