//go:build !unix

package cli

import "os"

// askingSignals ask what a process is at: this system has none.
var askingSignals []os.Signal
