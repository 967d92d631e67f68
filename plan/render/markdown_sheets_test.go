package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wikiform/internal/number"
	"wikiform/provider"
)

func sheetsOf(n, others int, title string) []Sheet {
	var all []Sheet
	for i := range n {
		if i%24 == 0 {
			all = append(all, Sheet{Name: fmt.Sprintf("sheet-%02d.png", len(all)+1)})
		}
		s := &all[len(all)-1]
		s.Files = append(s.Files, SheetFile{Number: i + 1, Title: provider.Title(fmt.Sprintf(title, i)), Others: i < others})
	}
	return all
}

// Every sheet is named and has its mark, whatever else has to go, and what is on it is
// listed as far as there is room, so that the comment fits with its pictures.
func TestMarkdownNamesSheets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edits, files, others int
		title                string
		listed               bool // the last of the files is
	}{
		"few":         {2, 30, 2, "Bridge %d.jpg", true},
		"many":        {400, 500, 500, "Museum of Examples - Plate %04d.jpg", true},
		"all":         {400, 1200, 1200, strings.Repeat("ä", 100) + "%d.jpg", false},
		"signs":       {1, 24, 2, "a`b ``c <!-- --> @anna #1 %d |.jpg", true},
		"hidden text": {1, 24, 2, "\u202eevil %d\x1b[31m.jpg", true},
	} {
		w := newWorld()
		for i := range c.edits {
			longEdit(w, i)
		}
		p, sheets := w.plan(), sheetsOf(c.files, c.others, c.title)
		out := commented(t, p, Style{Full: true, Sheets: sheets})
		if n := characters(out) + len(sheets)*100; n > CommentLimit-keptBack/2 {
			t.Errorf("%s: with its pictures it has %d characters", name, n)
		}
		for _, s := range sheets {
			if strings.Count(out, "\n"+SheetMark(s.Name)+"\n") != 1 || !strings.Contains(out, "`"+s.Name+"`: ") {
				t.Errorf("%s: %s is not named", name, s.Name)
			}
		}
		if !strings.Contains(out, fmt.Sprintf("%s of others' work", number.Grouped(c.others))) {
			t.Errorf("%s: it does not say that others' work is replaced", name)
		}
		last := regexp.MustCompile(", (\\*\\*)?" + number.Grouped(c.files) + "(\\*\\*)? `")
		if listed := last.MatchString(out); listed != c.listed {
			t.Errorf("%s: the last file is listed: %v", name, listed)
		}
		if strings.Contains(out, "\x1b") || strings.Contains(out, "\u202e") {
			t.Errorf("%s: a title comes as it is", name)
		}
	}
	if out := commented(t, newWorld().plan(), Style{}); strings.Contains(out, "sheet") {
		t.Error("without sheets it speaks of some")
	}
}

// What a comment of the greatest length has room for is counted with the pictures in it.
func TestWithSheets(t *testing.T) {
	t.Parallel()
	marks := "\n" + SheetMark("sheet-01.png") + "\n\n" + SheetMark("sheet-02.png") + "\n"
	shown := "\n![sheet-01.png](sheet-01.png)\n\n" + SheetMark("sheet-02.png") + "\n"
	rest := CommentLimit - characters(marks)
	grows := linkRoom - characters(SheetMark("sheet-01.png"))
	for name, c := range map[string]struct {
		before string
		names  []string
		fits   bool
	}{
		"the longest with one":   {strings.Repeat("a", rest-grows), []string{"sheet-01.png", "sheet-03.png"}, true},
		"one longer":             {strings.Repeat("a", rest-grows+1), []string{"sheet-01.png"}, false},
		"in pairs of surrogates": {strings.Repeat("\U0001F5BC", (rest-grows)/2+1), []string{"sheet-01.png"}, false},
		"too long without any":   {strings.Repeat("a", rest+1), nil, false},
		"the longest without":    {strings.Repeat("a", rest), nil, true},
	} {
		text, fits := WithSheets(c.before+marks, c.names)
		want := c.before + shown
		if c.names == nil {
			want = c.before + marks
		}
		if text != want || fits != c.fits {
			t.Errorf("%s: it fits: %v, and ends in %q", name, fits, text[len(c.before):])
		}
	}
	if text, _ := WithSheets(marks+marks, []string{"sheet-01.png"}); strings.Count(text, "![") != 1 {
		t.Error("a sheet is shown twice")
	}
}
