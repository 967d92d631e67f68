package main

import (
	"os"
	"syscall"
)

// peakOf is the most memory that a process held at a time, in MiB.
func peakOf(ended *os.ProcessState) float64 {
	if usage, ok := ended.SysUsage().(*syscall.Rusage); ok {
		return float64(usage.Maxrss) / 1024
	}
	return 0
}
