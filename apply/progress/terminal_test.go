package progress

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"wikiform/internal/columns"
)

// terminal is as much of a terminal as Live needs. When it is resized it wraps
// its lines anew, as most do. What it does not know is an error.
type terminal struct {
	t *testing.T

	mu       sync.Mutex
	width    int
	told     int // width as the program sees it, which may be late
	rows     []row
	at, col  int // the cursor: row and column
	wrapping bool
	writes   int
	log      strings.Builder
}

// row is one row of the screen.
type row struct {
	cells []string // a wide one is followed by ""
	wraps bool     // its line goes on in the next row
}

func newTerminal(t *testing.T, width int) *terminal {
	return &terminal{t: t, width: width, told: width, rows: make([]row, 1), wrapping: true}
}

func (m *terminal) columns() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told
}

// resize wraps all lines anew; the cursor stays with its text. If the program
// is not told, it goes on to believe in the old width.
func (m *terminal) resize(width int, told bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.width = width
	if told {
		m.told = width
	}
	var (
		rows    []row
		line    []string
		at, col int
	)
	cursor := -1 // its place in the line
	for i, r := range m.rows {
		if i == m.at {
			cursor = len(line) + m.col
		}
		if line = append(line, r.cells...); r.wraps {
			continue
		}
		if cursor >= 0 {
			at, col, cursor = len(rows)+cursor/width, cursor%width, -1
		}
		rows = append(rows, split(line, width)...)
		line = nil
	}
	m.rows, m.at, m.col = rows, min(at, len(rows)-1), col
}

// split wraps a line.
func split(line []string, width int) []row {
	var rows []row
	for len(line) > width {
		n := width
		for n > 1 && line[n] == "" { // not through the middle of a wide rune
			n--
		}
		rows = append(rows, row{cells: line[:n:n], wraps: true})
		line = line[n:]
	}
	return append(rows, row{cells: line})
}

func (m *terminal) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	m.log.Write(p)
	for s := string(p); s != ""; {
		if seq, ok := strings.CutPrefix(s, "\x1b["); ok {
			s = m.control(seq)
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		m.print(r)
		s = s[n:]
	}
	return len(p), nil
}

func (m *terminal) print(r rune) {
	switch {
	case r == '\n':
		m.down()
	case r == '\r':
		m.col = 0
	case r < ' ' || r == 0x7f:
		m.t.Errorf("control character %q", r)
	default:
		m.put(r)
	}
}

func (m *terminal) down() {
	m.at, m.col = m.at+1, 0
	if m.at == len(m.rows) {
		m.rows = append(m.rows, row{})
	}
}

// put writes a rune into its cells, or into the one before if it takes none.
func (m *terminal) put(r rune) {
	size := columns.Of(string(r))
	if size == 0 {
		if m.col > 0 {
			m.rows[m.at].cells[m.col-1] += string(r)
		}
		return
	}
	if m.col+size > m.width {
		if !m.wrapping {
			return
		}
		m.rows[m.at].wraps = true
		m.down()
	}
	now := &m.rows[m.at]
	for len(now.cells) < m.col+size {
		now.cells = append(now.cells, " ")
	}
	now.cells[m.col] = string(r)
	for i := 1; i < size; i++ { // a dash may take three
		now.cells[m.col+i] = ""
	}
	m.col += size
}

// control carries out one sequence and gives what follows it.
func (m *terminal) control(seq string) (rest string) {
	i := strings.IndexFunc(seq, func(r rune) bool { return r >= '@' })
	n, _ := strconv.Atoi(seq[:i])
	switch seq[i] {
	case 'A':
		if m.at -= n; m.at < 0 {
			m.t.Error("moved above the top")
		}
	case 'C':
		m.col++
	case 'J':
		m.rows = m.rows[:m.at+1]
		m.clear()
	case 'K':
		m.clear()
	case 'm': // colours
	case 'h', 'l':
		if seq[:i] != "?7" {
			m.t.Errorf("unknown mode %q", seq[:i+1])
		}
		m.wrapping = seq[i] == 'h'
	default:
		m.t.Errorf("unknown sequence %q", seq[:i+1])
	}
	return seq[i+1:]
}

func (m *terminal) clear() {
	r := &m.rows[m.at]
	r.cells, r.wraps = r.cells[:min(m.col, len(r.cells))], false
}

// text is what is on the screen, one line for each line however it is wrapped,
// without blanks at the ends.
func (m *terminal) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	line := ""
	for _, r := range m.rows {
		if line += strings.Join(r.cells, ""); !r.wraps {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = ""
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// counted is how often something was written since it was asked last.
func (m *terminal) counted() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.writes
	m.writes = 0
	return n
}
