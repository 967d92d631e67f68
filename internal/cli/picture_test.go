package cli_test

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// The README's picture of a plan is what the program really prints.
func TestPictureIsCurrent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := copyTree(dir, filepath.Join("..", "..", "examples", "quickstart")); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		var out, errs bytes.Buffer
		env := map[string]string{"COLUMNS": "96"}
		if code := cli.Main(append(args, "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Env: env}); code != 0 {
			t.Fatalf("wikiform %v: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
		return out.String()
	}
	change := func(name, old, new string) {
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.Replace(b, []byte(old), []byte(new), 1), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// At first the wiki has the logo not yet.
	change("main.wiki.hcl", `file "logo"`, `file "later"`)
	change("main.wiki.hcl", `"pictures/logo.svg"`, `"pictures/logo.svg"`+"\n  title = \"Elsewhere.svg\"")
	change("pictures/logo.svg", "<svg", "<!-- 1 --><svg")
	run("apply", "-auto-approve")
	change("main.wiki.hcl", "\n  title = \"Elsewhere.svg\"", "")
	change("main.wiki.hcl", `file "later"`, `file "logo"`)
	change("pictures/logo.svg", "<!-- 1 -->", "")
	change("pictures/lighthouse.png", "IEND", "IEND\x00\x00 a new scan")
	change("bridge.wikitext", "An arch bridge in front of", "A bridge of three arches before")
	got := svg("wikiform plan", run("plan", "-color=always"))

	path := filepath.Join("..", "..", "docs", "plan.svg")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/plan.svg is out of date; go test ./internal/cli -update rewrites it (-have +now):\n%s", diff)
	}
}

var (
	sgr     = regexp.MustCompile("\x1b\\[([0-9;]*)m")
	palette = map[string]string{
		"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea",
		"90": "#8b949e", "91": "#ff7b72", "92": "#7ee787", "93": "#e3b341", "94": "#79c0ff",
	}
)

// svg draws coloured terminal output as a picture that needs no script and no
// font of its own.
func svg(command, text string) string {
	const cell, line, pad = 8.4, 19.0, 18.0
	lines := strings.Split(strings.TrimRight("\x1b[90m$ \x1b[0m\x1b[1m"+command+"\x1b[0m\n"+text, "\n"), "\n")
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(sgr.ReplaceAllString(l, "")))
	}
	var b strings.Builder
	w, h := float64(width)*cell+2*pad, float64(len(lines))*line+2*pad
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>`+"\n")
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#c9d1d9">`+"\n")
	style := map[string]bool{}
	for i, l := range lines {
		y, column := pad+float64(i)*line+14, 0
		for len(l) > 0 {
			run := l
			if at := sgr.FindStringIndex(l); at != nil && at[0] == 0 {
				for _, code := range strings.Split(sgr.FindStringSubmatch(l)[1], ";") {
					if code == "" || code == "0" {
						clear(style)
					} else if n, err := strconv.Atoi(code); err == nil && (n == 22 || n == 24 || n == 27) {
						delete(style, map[int]string{22: "1", 24: "4", 27: "7"}[n])
						delete(style, map[int]string{22: "2"}[n])
					} else {
						style[code] = true
					}
				}
				l = l[at[1]:]
				continue
			} else if at != nil {
				run = l[:at[0]]
			}
			if strings.TrimSpace(run) != "" || style["7"] {
				x, n := pad+float64(column)*cell, utf8.RuneCountInString(run)
				if style["7"] {
					fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill-opacity="0.28"%s/>`, x, y-14, float64(n)*cell, line, fill(style))
				}
				fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" textLength="%.1f"%s>%s</text>`+"\n", x, y, float64(n)*cell, attributes(style), html.EscapeString(strings.ReplaceAll(run, " ", "\u00a0"))) // browsers take other blanks together, and xml:space is not obeyed any more
			}
			column += utf8.RuneCountInString(run)
			l = l[len(run):]
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func attributes(style map[string]bool) string {
	s := fill(style)
	if style["1"] {
		s += ` font-weight="bold"`
	}
	if style["2"] {
		s += ` opacity="0.65"`
	}
	if style["4"] {
		s += ` text-decoration="underline"`
	}
	return s
}

func fill(style map[string]bool) string {
	for code, colour := range palette {
		if style[code] {
			return fmt.Sprintf(` fill=%q`, colour)
		}
	}
	return ""
}
