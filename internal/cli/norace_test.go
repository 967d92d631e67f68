//go:build !race

package cli_test

const slowdown = 1
