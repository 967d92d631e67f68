package cli

import "strings"

// doubleDash turns Terraform's -flag=value into the --flag=value that cobra
// knows. There are no one-letter flags but -h, so -abc is never three of them.
func doubleDash(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(out[i:], args[i:])
			break
		}
		if len(arg) > 2 && arg[0] == '-' && arg[1] != '-' && isLetter(arg[1]) {
			arg = "-" + arg
		}
		out[i] = arg
	}
	return out
}

// singleDash writes flags as our help does.
func singleDash(s string) string {
	return strings.ReplaceAll(s, "--", "-")
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
