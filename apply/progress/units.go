package progress

import (
	"fmt"
	"time"
	"wikiform/internal/number"
)

// of tells a part of an amount in the unit of the whole: "1.6/1.8 GiB".
func of(part, whole int64) string {
	size, prefix := 1.0, -1
	for float64(whole)/size >= 1024 && prefix < len("KMGT")-1 {
		size *= 1024
		prefix++
	}
	if prefix < 0 {
		return fmt.Sprintf("%s/%s bytes", number.Grouped(part), number.Grouped(whole))
	}
	return fmt.Sprintf("%.1f/%.1f %ciB", float64(part)/size, float64(whole)/size, "KMGT"[prefix])
}

// duration tells a time as closely as matters: "0.8s", "12s", "2m10s", "1h24m".
func duration(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
}

// seconds tells a time that passes before somebody's eyes: "4s", "2m10s".
func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return duration(d)
}

// lastMoments are too short to be told: in them the wiki puts files together and
// publishes them, and how long it takes for that nobody knows.
const lastMoments = 15 * time.Second

// remaining tells how long something still takes: "2m10s", "<15s".
func remaining(d time.Duration) string {
	if d < lastMoments {
		return "<" + seconds(lastMoments)
	}
	return seconds(d)
}
