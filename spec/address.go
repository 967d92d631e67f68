package spec

import "strings"

// Block gives the block that declares the file, file.plate, and of an instance
// of for_each its key as the manifest has it.
func (a Address) Block() (block Address, key string, instance bool) {
	head, rest, found := strings.Cut(string(a), `["`)
	if !found {
		return a, "", false
	}
	return Address(head), keyOf(strings.TrimSuffix(rest, `"]`)), true
}

// PruneAddress is what a plan calls the deletion of a file that no block names.
func PruneAddress(title string) Address { return keyed("prune", title) }

// RollbackAddress is what a plan calls taking back what a run did to a file.
func RollbackAddress(title string) Address { return keyed("rollback", title) }

// keyOf undoes keyEscapes.
func keyOf(escaped string) string {
	var b strings.Builder
	for i := 0; i < len(escaped); i++ {
		c, rest := escaped[i], escaped[i+1:]
		switch {
		case c == '\\' && rest != "":
			i++
			b.WriteByte(unescaped(escaped[i]))
		case strings.HasPrefix(rest, string(c)+"{") && (c == '$' || c == '%'):
			i++
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unescaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}
