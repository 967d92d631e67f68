package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// deeds has every kind of drift, with a name and a comment that somebody else chose.
func deeds(name, comment string) []plan.Deed {
	by := plan.Act{User: name, Time: day}
	return []plan.Deed{
		{Kind: plan.DriftDeleted, Act: by, Comment: comment},
		{Kind: plan.DriftPageDeleted, Unknown: "the wiki's log does not tell"},
		{Kind: plan.DriftMoved, Act: by, Comment: comment, To: "File:" + name + ".jpg"},
		{Kind: plan.DriftMoved, Act: plan.Act{Time: day}, Hidden: true},
		{Kind: plan.DriftRedirected, Act: by, Comment: comment, Rev: 12, To: name},
		{Kind: plan.DriftUploaded, Act: by, Comment: comment, Content: provider.Digest{SHA1: provider.TextSHA1("b"), Size: 2048}},
		{Kind: plan.DriftReverted, Act: by, Content: provider.Digest{SHA1: provider.TextSHA1("a"), Size: 1024}},
		{Kind: plan.DriftText, Act: by, Comment: comment, Rev: 14},
		{Kind: plan.DriftText, Act: plan.Act{Time: day}, Hidden: true, Rev: 13},
		{Kind: plan.DriftKept, Act: by, Comment: comment, Rev: 11},
		{Kind: plan.DriftProtected, Act: by, Comment: comment, Levels: []string{"edit=sysop", "move=" + name}},
	}
}

func driftOf(name, comment, text string) *plan.Drift {
	d := &plan.Drift{Tool: "1.2.3", Made: day, Wiki: museum, Looked: 1200, Foreign: 2, LeftOut: 3, Scope: spec.Scope{Targets: []string{"file.*"}}}
	for i, e := range deeds(name, comment) {
		f := plan.Drifted{Address: spec.Address(fmt.Sprintf("file.plate[%q]", name)), At: plan.Position{File: "main.wiki.hcl", Line: i + 1}, Title: "Plate 1.jpg", Now: "Plate 1.jpg", Deeds: []plan.Deed{e}}
		switch e.Kind {
		case plan.DriftDeleted:
			f.Now = ""
		case plan.DriftMoved:
			f.Now = provider.Title(name + ".jpg")
		case plan.DriftText, plan.DriftKept:
			f.Text = &plan.TextDrift{Before: "== Plate ==\nA plate.\n{{PD-old}}", After: "== Plate ==\n" + text + "\n{{PD-old}}"}
		}
		d.Files = append(d.Files, f)
	}
	d.Files = append(d.Files, plan.Drifted{Address: "file.all", Title: "All.jpg", Now: "All.jpg", Deeds: deeds(name, comment)})
	return d
}

func TestDriftGolden(t *testing.T) {
	t.Parallel()
	many := &plan.Drift{Wiki: museum, Looked: 10_000}
	for i := range 3000 {
		many.Files = append(many.Files, plan.Drifted{
			Address: spec.Address(fmt.Sprintf("file.plate[\"%d\"]", i)), Title: provider.Title(fmt.Sprintf("Plate %d.jpg", i)), Now: provider.Title(fmt.Sprintf("Plate %d.jpg", i)),
			Deeds: []plan.Deed{{Kind: plan.DriftText, Act: plan.Act{User: "Anna", Time: day}, Comment: "all of them"}}, Text: &plan.TextDrift{Before: "old", After: "new"},
		})
	}
	for name, d := range map[string]*plan.Drift{"kinds": driftOf("Anna", "a reason", "An old plate."), "none": {Wiki: museum, Looked: 12}, "many": many} {
		for format, write := range DriftFormats {
			var b bytes.Buffer
			if err := write(&b, d, Style{}); err != nil {
				t.Fatal(err)
			}
			compare(t, fmt.Sprintf("drift/%s.%s", name, extensions[format]), excerpt(b.String()))
		}
	}
	var b bytes.Buffer
	if err := DriftText(&b, driftOf("Anna", "a reason", "An old plate."), Style{Color: true, Width: 120}); err != nil {
		t.Fatal(err)
	}
	compare(t, "drift/kinds.120.color.txt", b.String())
}

// Whatever others call themselves, say and write: no command to a terminal or a runner, no
// line of Markdown that is not ours, and never more than a forge takes.
func TestHostileDrift(t *testing.T) {
	t.Parallel()
	for name, evil := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, styles, whole := driftOf(evil, evil, evil), []Style{{Width: 40}, {Width: 200, Full: true, Color: true}}, []bool{false, true}
			if len(evil) > 64<<10 { // no name, and no comment
				d, styles, whole = driftOf("Anna", "", evil), styles[:1], whole[:1]
				d.Files = d.Files[7:8]
			}
			for _, s := range styles {
				var b bytes.Buffer
				if err := DriftText(&b, d, s); err != nil {
					t.Fatal(err)
				}
				harmless(t, b.String())
			}
			for _, full := range whole {
				var b bytes.Buffer
				if err := DriftMarkdown(&b, d, Style{Full: full}); err != nil {
					t.Fatal(err)
				}
				sober(t, b.String())
				if n := characters(b.String()); n > CommentLimit {
					t.Errorf("%d characters", n)
				}
				if strings.Count("\n"+b.String(), "\n<!-- ") != 1 {
					t.Errorf("%.2000s", b.String())
				}
			}
			var b bytes.Buffer
			if err := plan.WriteDrift(&b, d); err == nil {
				harmless(t, b.String())
				if !json.Valid(b.Bytes()) {
					t.Error("no JSON")
				}
			} else if name != "not-utf8" {
				t.Error(err)
			}
		})
	}
}
