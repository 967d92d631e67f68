//go:build race

package cli_test

// slowdown is what the race detector costs in time.
const slowdown = 10
