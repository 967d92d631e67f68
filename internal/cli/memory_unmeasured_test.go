//go:build !linux || race

package cli_test

func tellPeak() {}

// peakMemory is not measured here: where there is no /proc, and with the race
// detector, whose own memory is several times the program's.
func peakMemory(string) (int64, error) { return 0, nil }
