package render

import (
	"strings"
	"testing"

	"wikiform/plan"
	"wikiform/provider"
)

// hostileNames puts a text into every place that is foreign where titles change.
func hostileNames(evil string) *plan.Plan {
	usage := provider.Usage{Count: 3, Pages: []string{evil, evil}, Wikis: []provider.WikiUsage{{Wiki: evil, Count: 2}}}
	page := func(title, user string) provider.File {
		return provider.File{
			Title:   provider.Title(title),
			Version: &provider.Version{MIME: evil, Width: 9, Height: 9, User: user, Comment: evil, Time: day},
			Page:    &provider.Page{ID: 3, Rev: 9, Text: evil, HasText: true, User: user, Time: day},
		}
	}
	at := plan.Position{File: evil, Line: 3}
	origin := &plan.Origin{Title: provider.Title(evil), At: at, Comment: evil, Redirect: true}
	others := []plan.Remark{{Kind: plan.TakesOthers, Text: "not ours: " + evil, User: evil}}
	usages := map[provider.Title]provider.Usage{provider.Title(evil): usage}
	return &plan.Plan{Wiki: museum, Changes: []plan.Change{
		{
			Claim: plan.Claim{Address: "moved.a", Title: provider.Title("To " + evil), From: origin, At: at, Tags: []string{evil}},
			From:  page(evil, evil), Before: provider.File{Redirect: true, Target: evil, Page: &provider.Page{Text: evil, HasText: true}},
			Steps: []plan.Step{plan.Moving{From: provider.Title("Now " + evil), Via: provider.Title(evil), Redirect: true}}, Remarks: others, Usages: usages,
		},
		{
			Claim: plan.Claim{Address: "moved.b", Title: provider.Title("To " + evil), From: origin, At: at},
			From:  page(evil, evil), Verdict: plan.VerdictBlocked,
			Problems: []plan.Problem{{Reason: plan.MoveUnclear, Text: evil, Hint: evil, Names: []string{evil}, At: at}}, Reasons: []plan.Reason{plan.MoveUnclear},
		},
		{
			Claim:  plan.Claim{Address: "absent.c", Title: provider.Title(evil), Gone: true, Comment: evil, At: at},
			Before: page(evil, evil), Steps: []plan.Step{plan.Deletion{}}, Usages: usages,
		},
		{
			Claim:  plan.Claim{Address: "redirect.d", Title: provider.Title(evil), Target: provider.Title(evil), Comment: evil, At: at},
			Before: provider.File{Redirect: true, Target: evil, Page: &provider.Page{Text: evil + "\nand\n" + evil, HasText: true}},
			Steps:  []plan.Step{plan.SetRedirect{Target: provider.Title(evil)}}, Remarks: others,
		},
	}}
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	for name, evil := range hostileTexts() {
		if len(evil) > 64<<10 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := hostileNames(evil)
			for _, width := range []int{40, 80, 200} {
				harmless(t, rendered(t, p, Style{Width: width}))
				harmless(t, rendered(t, p, Style{Width: width, Full: true, Color: true}))
			}
			sober(t, commented(t, p, Style{}))
			for line := range strings.Lines(string(page(t, p, nil))) {
				if strings.HasPrefix(strings.TrimSpace(line), "::") || provider.StartsRunnerCommand(line[max(0, strings.Index(line, "##")):]) {
					t.Errorf("command to a runner: %q", line)
				}
			}
			for line := range strings.Lines(annotated(t, p)) {
				if !strings.HasPrefix(line, "::") || strings.Count(line, "\n") > 1 {
					t.Errorf("no annotation: %q", line)
				}
			}
		})
	}
}

// What is said of pages that name a title is a sentence in every case.
func TestUsageIsTold(t *testing.T) {
	t.Parallel()
	wikis := []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}, {Wiki: "fr.wikipedia.org", Count: 1234}}
	for want, u := range map[string]provider.Usage{
		"no page names it":              {Wikis: []provider.WikiUsage{}},
		"no page of this wiki names it": {},
		"1 page names it: A":            {Count: 1, Pages: []string{"A"}},
		"2 pages name it":               {Count: 2},
		"12 pages name it: A, B and 10 more (and de.wikipedia.org: 3, fr.wikipedia.org: 1,234)": {Count: 12, Pages: []string{"A", "B"}, Wikis: wikis},
		"more than 1 page name it: A": {Count: 1, More: true, Pages: []string{"A"}},
		"no page of this wiki names it, but others do (de.wikipedia.org: 3, fr.wikipedia.org: 1,234)": {Wikis: wikis},
		"12 pages name it: A, A, A, A, A, A, A, A, A, A and 2 more (and " + strings.Repeat("a: 1, ", 10) + "3 more wikis)": {
			Count: 12, Pages: strings.Split(strings.Repeat("A", 12), ""), Wikis: func() (ws []provider.WikiUsage) {
				for range 13 {
					ws = append(ws, provider.WikiUsage{Wiki: "a", Count: 1})
				}
				return ws
			}(),
		},
	} {
		if got := (usage{"A.jpg", u}).named("it"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
