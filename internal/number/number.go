// Package number writes numbers for people: of things, and of bytes.
package number

import (
	"fmt"
	"strconv"
	"strings"
)

// Of writes a number with a noun: "1 file", "1,204 files".
func Of(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Grouped(n) + " " + noun + "s"
}

// Grouped writes a number with commas between its thousands.
func Grouped(n int) string {
	digits := strconv.Itoa(n)
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

// Bytes writes an amount of bytes: "12.3 KiB".
func Bytes(n int64) string {
	const unit = 1024
	switch {
	case n == 1:
		return "1 byte"
	case n < unit:
		return fmt.Sprintf("%d bytes", n)
	}
	f, prefix := float64(n)/unit, 0
	for f >= unit-0.05 && prefix < len("KMGTPE")-1 { // 1023.96 would be written as 1024.0
		f /= unit
		prefix++
	}
	return fmt.Sprintf("%.1f %ciB", f, "KMGTPE"[prefix])
}
