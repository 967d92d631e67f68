// Package number writes numbers for people: of things, and of bytes.
package number

import (
	"fmt"
	"strconv"
	"strings"
)

// Of writes a number with a noun: "1 file", "1,204 files".
func Of[T ~int | ~int64](n T, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Grouped(n) + " " + noun + "s"
}

// Grouped writes a number with commas between its thousands.
func Grouped[T ~int | ~int64](n T) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

const unit = 1024

// Bytes writes an amount of bytes: "12.3 KiB".
func Bytes(n int64) string { return bytes(n, 1) }

// Apart writes two amounts of bytes that are compared, so closely that they do not
// look the same unless they are.
func Apart(a, b int64) (string, string) {
	for decimals := 1; decimals <= 3; decimals++ {
		if x, y := bytes(a, decimals), bytes(b, decimals); x != y || a == b {
			return x, y
		}
	}
	return Of(a, "byte"), Of(b, "byte")
}

func bytes(n int64, decimals int) string {
	if n < unit {
		return Of(n, "byte")
	}
	f, prefix := float64(n)/unit, 0
	for f >= unit-0.05 && prefix < len("KMGTPE")-1 { // 1023.96 would be written as 1024.0
		f /= unit
		prefix++
	}
	return fmt.Sprintf("%.*f %ciB", decimals, f, "KMGTPE"[prefix])
}
