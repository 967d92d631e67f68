package table

import (
	"fmt"
	"strconv"
	"strings"
)

// readStrings reads the texts that cells share.
func (w *Workbook) readStrings(part string) error {
	return w.each(part, func(ts *tokens, e element) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, _, err := ts.text()
		if err != nil {
			return err
		}
		w.strings = append(w.strings, unescaped(text))
		return nil
	})
}

// unescaped has the characters that XML cannot have: _x000D_ (ECMA-376, ST_Xstring).
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 || at+7 > len(s) {
			b.WriteString(s)
			return b.String()
		}
		code, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
		if err != nil || s[at+6] != '_' {
			b.WriteString(s[:at+2])
			s = s[at+2:]
			continue
		}
		b.WriteString(s[:at])
		b.WriteRune(rune(code))
		s = s[at+7:]
	}
}

// readStyles reads the number formats of the cells.
func (w *Workbook) readStyles(part string) error {
	codes, inCells := map[int]string{}, false
	return w.each(part, func(_ *tokens, e element) error {
		switch e.Name.Local {
		case "numFmt":
			if n, err := strconv.Atoi(attr(e, "numFmtId")); err == nil {
				codes[n] = attr(e, "formatCode")
			}
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if !inCells {
				return nil
			}
			n, _ := strconv.Atoi(attr(e, "numFmtId"))
			code, own := codes[n]
			if !own {
				code = builtin(n)
			}
			if len(w.formats) >= 1<<16 {
				return fmt.Errorf("is damaged: it has too many formats")
			}
			w.formats = append(w.formats, code)
		}
		return nil
	})
}

// builtin is the code of a format that no workbook writes out (ECMA-376, 18.8.30). Those
// of dates differ by language, and all become ISO.
func builtin(n int) string {
	switch n {
	case 1:
		return "0"
	case 2:
		return "0.00"
	case 3, 37, 38:
		return "#,##0"
	case 4, 39, 40:
		return "#,##0.00"
	case 9:
		return "0%"
	case 10:
		return "0.00%"
	case 18, 19, 20, 21, 45, 47:
		return "h:mm:ss"
	case 22:
		return "yyyy-mm-dd h:mm"
	case 46:
		return "[h]:mm:ss"
	case 49:
		return "@"
	case 11:
		return "0.00E+00"
	case 12:
		return "# ?/?"
	case 13:
		return "# ??/??"
	case 48:
		return "##0.0E+0"
	}
	if n >= 14 && n <= 17 || n >= 27 && n <= 36 || n >= 50 && n <= 58 {
		return "yyyy-mm-dd"
	}
	return "General"
}
