package plan

import "strings"

// nearest is the option that was probably meant by given, "" when none is near.
func nearest(given string, options []string) string {
	best, least := "", len(given)/3+1
	for _, o := range options {
		d := distance(strings.ToLower(given), strings.ToLower(o))
		if strings.HasPrefix(strings.ToLower(o), strings.ToLower(given)) && len(given) > 2 {
			d = min(d, least) // half a name is near enough, a misspelt one is nearer
		}
		if d < least || d == least && best == "" {
			best, least = o, d
		}
	}
	return best
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
