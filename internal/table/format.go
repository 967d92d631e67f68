package table

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// format is what a stored number shows by the code of its format. False is that the code
// is not imitated; the number is given as it is then.
func format(stored, code string, from1904 bool) (string, bool) {
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return stored, true
	}
	f, ok := parseFormat(sectionOf(code, v))
	switch {
	case f.date() || f.clock:
		return moment(v, f, from1904), true
	case !ok:
		return general(v), false
	case f.general:
		return f.before + general(v) + f.after, true
	}
	return f.number(v, !strings.Contains(code, ";")), true
}

// general is a number with the digits that a spreadsheet keeps.
func general(v float64) string {
	s := strconv.FormatFloat(v, 'g', 15, 64)
	if v, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(v) < 1e15 {
		s = strconv.FormatFloat(v, 'f', -1, 64)
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// sectionOf is the part of a code that is for a number: positive; negative; zero.
func sectionOf(code string, v float64) string {
	parts := sections(code)
	switch {
	case v < 0 && len(parts) > 1:
		return parts[1]
	case v == 0 && len(parts) > 2:
		return parts[2]
	}
	return parts[0]
}

func sections(code string) []string {
	var parts []string
	quoted, begin := false, 0
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\':
			i++
		case c == ';':
			parts = append(parts, code[begin:i])
			begin = i + 1
		}
	}
	return append(parts, code[begin:])
}

// numberFormat is what a section of a code says.
type numberFormat struct {
	before, after    string // literal text around the number
	general          bool
	whole, most      int // digits before the point, at least; decimals, at most
	least            int // decimals, at least
	grouped, percent bool
	day, clock       bool // it shows a date, a time of day
	elapsed          bool // hours are not those of a day
	month            bool
}

func (f numberFormat) date() bool { return f.day || f.month && !f.clock }

// parseFormat reads a section. False is that it says more than is imitated.
func parseFormat(code string) (f numberFormat, ok bool) {
	ok = true
	seen, point := false, false
	literal := func(s string) {
		if seen {
			f.after += s
		} else {
			f.before += s
		}
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return f, false
			}
			literal(code[i+1 : i+1+end])
			i += end + 1
		case '\\':
			if i++; i < len(code) {
				literal(code[i : i+1])
			}
		case '_', '*': // a blank as wide as a character; a character that fills the cell
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return f, false
			}
			inside := code[i+1 : i+end]
			switch currency, isCurrency := strings.CutPrefix(inside, "$"); {
			case isCurrency:
				sign, _, _ := strings.Cut(currency, "-")
				literal(sign)
			case strings.Trim(strings.ToLower(inside), "hms") == "" && inside != "":
				f.clock, f.elapsed = true, true
			case strings.ContainsAny(inside, "<>="):
				ok = false
			}
			i += end
		case '0', '#', '?':
			if seen && f.after != "" { // two numbers, as in phone numbers
				ok = false
			}
			seen = true
			switch {
			case point:
				f.most++
				if c == '0' {
					f.least = f.most
				}
			case c == '0':
				f.whole++
			case f.whole > 0:
				ok = false
			}
		case '.':
			point = true
		case ',':
			if point || !seen || i+1 == len(code) || !strings.ContainsRune("0#?", rune(code[i+1])) {
				ok = false
			}
			f.grouped = true
		case '%':
			f.percent = true
			literal("%")
		case 'y', 'Y', 'd', 'D':
			f.day = true
		case 'm', 'M':
			f.month = true
		case 'h', 'H', 's', 'S':
			f.clock = true
		case 'G', 'g':
			if len(code) >= i+7 && strings.EqualFold(code[i:i+7], "General") {
				f.general, seen = true, true
				i += 6
			}
		case '@':
			f.general, seen = true, true
		case 'A', 'a', 'P', 'p', '/', 'E', 'e':
			ok = ok && (f.day || f.month || f.clock)
		default:
			literal(string(c))
		}
	}
	return f, ok && seen
}

// number shows a number.
func (f numberFormat) number(v float64, signed bool) string {
	if f.percent {
		v *= 100
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	s := strconv.FormatFloat(math.Abs(v), 'f', f.most, 64)
	whole, decimals, _ := strings.Cut(s, ".")
	for len(decimals) > f.least && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	whole = strings.TrimLeft(whole, "0")
	for len(whole) < f.whole {
		whole = "0" + whole
	}
	if f.grouped {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if decimals != "" {
		whole += "." + decimals
	}
	if v < 0 && signed && strings.Trim(whole, "0.,") != "" {
		return "-" + f.before + whole + f.after
	}
	return f.before + whole + f.after
}

// moment shows a day, a time or both as ISO 8601. In the system of 1900 there is a
// 29 February of that year.
func moment(v float64, f numberFormat, from1904 bool) string {
	seconds := math.Round(v * 86400)
	if f.elapsed || f.clock && !f.date() && v >= 0 && v < 1 {
		s := int64(math.Min(seconds, 1e12))
		return clock(s/3600, s/60%60, s%60)
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		first = first.AddDate(0, 0, 1)
	case v < 61 && f.date():
		return "1900-02-29"
	}
	if v < 0 || v > 2_958_466 { // after the year 9999
		return general(v)
	}
	days := math.Floor(seconds / 86400)
	at := first.AddDate(0, 0, int(days)).Add(time.Duration(seconds-days*86400) * time.Second)
	switch {
	case f.clock && f.date():
		return at.Format("2006-01-02 15:04:05")
	case f.clock:
		return at.Format("15:04:05")
	}
	return at.Format("2006-01-02")
}

func clock(h, m, s int64) string {
	pad := func(n int64) string {
		if n < 10 {
			return "0" + strconv.FormatInt(n, 10)
		}
		return strconv.FormatInt(n, 10)
	}
	return pad(h) + ":" + pad(m) + ":" + pad(s)
}
