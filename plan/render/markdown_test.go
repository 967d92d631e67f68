package render

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"wikiform/plan"
	"wikiform/provider"
)

func commented(t testing.TB, p *plan.Plan, s Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Markdown(&b, p, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdownFitsIntoAComment(t *testing.T) {
	t.Parallel()
	for name, p := range corpus() {
		for _, full := range []bool{false, true} {
			out := commented(t, p, Style{Full: full})
			if n := characters(out); n > CommentLimit-keptBack/2 {
				t.Errorf("%s: %d characters", name, n)
			}
			cut := strings.Contains(out, "> **Shortened:**")
			if marked := strings.Contains(out, `"truncated":true} -->`); marked != cut {
				t.Errorf("%s: marked as shortened: %v, says so: %v", name, marked, cut)
			}
			if !cut && full && strings.Contains(out, "… and 9") && strings.Contains(out, "more: large") {
				t.Errorf("%s: something is hidden without a reason", name)
			}
		}
	}
}

// Where there is no room for all, what needs a decision goes before the rest,
// and nothing is lost from the numbers.
func TestMarkdownKeepsWhatNeedsADecision(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 400 {
		longEdit(w, i)
	}
	for i := range 30 {
		w.want("file.raw_"+strings.Repeat("x", i+1), "Raw "+strings.Repeat("x", i+1)+".tif", "raw", 9)
	}
	out := commented(t, w.plan(), Style{Full: true})
	if !strings.Contains(out, "> **Shortened:**") {
		t.Fatal("does not say that it was shortened")
	}
	if got := strings.Count(out, "this wiki takes no .tif files"); got != 30 {
		t.Errorf("%d of 30 blocked files are shown", got)
	}
	shown := strings.Count(out, "Plate 00") / 3 // address is counted apart; title, page and picture each name it
	rest := regexp.MustCompile(`(?m)^… and ([0-9,]+) more$`).FindStringSubmatch(out)
	if shown == 0 || len(rest) == 2 && rest[1] == "400" {
		t.Errorf("no description is shown: %d, %q", shown, rest)
	}
}

// Lines that Markdown may give, with foreign text only where it can do no harm.
var (
	span    = "(?:`[^`]+`|``.*?[^`]``|`{3,}.+?`{3,})"
	prosaic = "(?:[^`*_{}\\[\\]<>#!|~@$^&\\\\]|&#[0-9]+;|" + span + ")*"
	titled  = "(?:" + span + `|\[` + span + `\]\(https?://[A-Za-z0-9.:/_?=%&+-]+\))(?: → ` + span + `)?(?: \(\[picture\]\(https?://[A-Za-z0-9.:/_?=%&+-]+\)\))?`
	ours    = regexp.MustCompile(`^(?:` + strings.Join([]string{
		`<!-- wikiform (?:plan|drift) \{[^<>]*\} -->`,
		`### (?:Plan:|No changes|Nothing to do|Drift:|No drift)[A-Za-z0-9 ,.:']*`,
		`Wiki \*\*` + prosaic + `\*\*` + prosaic,
		`Applying takes about [0-9,]+ requests to the wiki\.`,
		"Digest: `sha256:[0-9a-f]{64}`",
		`\*\*Note:\*\* ` + prosaic,
		`> \*\*Shortened:\*\* ` + prosaic,
		`<details(?: open)?>`, `</details>`,
		`<summary><b>[A-Za-z ]+ \([0-9,]+\)</b>[A-Za-z0-9 ,.:]*</summary>`,
		`\*\*` + span + " " + span + " " + titled + `\*\*`,
		`\*\*` + span + ` [0-9,]+ files in ` + span + `\*\*, alike:`,
		`- (?:` + span + " )?" + span + " " + titled,
		`- ` + span + " " + span + " " + span + `: ` + prosaic,
		`- ` + span + " " + titled + `: ` + prosaic,
		`> ` + prosaic, `>`, `- ` + prosaic,
		`… and [0-9,]+ more.*`,
		`Rollback: this takes back what the run did whose receipt has the SHA-256 ` + span + `\.`,
		`By others:`,
		`The (?:old )?text [a-z ]+\.`, `The page is empty\.`,
		`- ` + span + " " + span + " " + span + ` ` + prosaic,
		`(?:One file seems|[0-9,]+ files seem) to have been renamed\. .*`,
		`The same words change in each; the lines around them are those of ` + span + `\.`,
		``,
	}, "|") + `)$`)
)

// movedLine is what stands in a moved block.
var movedLine = regexp.MustCompile(`^(moved \{|\}|  (from|to  ) = .*|  for_each = \{|  \}|    ".*" += ".*")$`)

// sober fails if a line of a comment is not one that we write, or if a fence
// holds a line that could close it.
func sober(t testing.TB, out string) {
	t.Helper()
	fence, language := "", ""
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case fence != "" && line == fence:
			fence = ""
		case fence != "":
			if strings.HasPrefix(strings.TrimLeft(line, " "), fence) {
				t.Fatalf("closes its fence: %q", line)
			}
			if language == "diff" && (line == "" || !strings.ContainsAny(line[:1], "+-@ ") && !strings.HasPrefix(line, "…")) {
				t.Fatalf("no line of a diff: %q", line)
			}
			if language == "hcl" && !movedLine.MatchString(line) {
				t.Fatalf("no line of a moved block: %q", line)
			}
		case strings.HasPrefix(line, "```") && (strings.HasSuffix(line, "`diff") || strings.HasSuffix(line, "`hcl")):
			fence = strings.TrimRight(line, "difhcl")
			language = line[len(fence):]
		case !ours.MatchString(line):
			t.Fatalf("not ours: %q", line)
		}
		for _, r := range line {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%U in %q", r, line)
			}
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || provider.StartsRunnerCommand(line[max(0, strings.Index(line, "##")):]) {
			t.Fatalf("command to a runner: %q", line)
		}
	}
	if fence != "" {
		t.Fatal("the last fence is open")
	}
	if opened := strings.Count(out, "\n<details"); opened != strings.Count(out, "\n</details>\n") {
		t.Fatal("folds do not match")
	}
}

func TestMarkdownIsSober(t *testing.T) {
	t.Parallel()
	for name, p := range corpus() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sober(t, commented(t, p, Style{}))
			if len(p.Changes) < 100 {
				sober(t, commented(t, p, Style{Full: true}))
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range hostileTexts() {
		if len(s) < 4096 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, evil string) { sober(t, commented(t, hostile(evil), Style{})) })
}

func TestProse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a plain sentence, it's all: (x) 3.5%":  "a plain sentence, it's all: (x) 3.5%",
		"@octocat":                              "&#64;&#8203;octocat",
		"see #12 and octo/repo#3":               "see &#35;&#8203;12 and octo/repo&#35;&#8203;3",
		"GH-12, gl-3, GH-x":                     "GH-&#8203;12, gl-&#8203;3, GH-x",
		"https://a.example":                     "https:&#8203;//a.example",
		"www.a.example":                         "www&#8203;.a.example",
		"user@a.example":                        "user&#64;&#8203;a.example",
		"saved at 08:15":                        "saved at 08:15",
		":tada:":                                "&#58;&#8203;tada:",
		"<b>&amp;":                              "&#60;b&#62;&#38;&#8203;amp;",
		"- item":                                "&#45; item",
		"1. item":                               "1&#46; item",
		"sha1 4c3eadf1897e17c477aa550e34d288cf": "sha1 `4c3eadf1897e17c477aa550e34d288cf`",
		"the decade of 1234567 cafes":           "the decade of 1234567 cafes",
	} {
		if got := prose(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestWikiLinks(t *testing.T) {
	t.Parallel()
	c := &plan.Change{Claim: plan.Claim{Title: `A "b" & (c).jpg`}}
	c.Before.Version = &provider.Version{Width: 1}
	for api, want := range map[string]string{
		"https://commons.example.org/w/api.php": "https://commons.example.org/w/index.php?title=File:A_%22b%22_%26_%28c%29.jpg",
		"http://127.0.0.1:8143/w/api.php":       "http://127.0.0.1:8143/w/index.php?title=File:A_%22b%22_%26_%28c%29.jpg",
		"https://example.org/api.php":           "https://example.org/index.php?title=File:A_%22b%22_%26_%28c%29.jpg",
		"":                                      "",
		"https://user:secret@example.org/w/api.php":    "",
		"javascript:alert(1)//api.php":                 "",
		"https://example.org/w/api.php)](x)":           "",
		"https://example.org/../api.php":               "",
		"https://example.org/w/api.php?x=](y)/api.php": "https://example.org/w/index.php?title=File:A_%22b%22_%26_%28c%29.jpg",
	} {
		if got := linksTo(api).page(viewOf(c, nil)); got != want {
			t.Errorf("%s gives %q, want %q", api, got, want)
		}
	}
}
