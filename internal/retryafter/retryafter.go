// Package retryafter reads the header by which a server says when to come again.
package retryafter

import (
	"net/http"
	"strconv"
	"time"
)

// Parse reads the value of a Retry-After header, seconds or a date (RFC 9110,
// 10.2.3), as the time from now on; 0 for none, for one that is past, and for what
// is neither.
func Parse(value string) time.Duration {
	if n, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
