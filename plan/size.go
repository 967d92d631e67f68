package plan

import "fmt"

// Size writes a number of bytes for people: "268 bytes", "12.3 KiB", "1.8 GiB".
func Size(n int64) string {
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
