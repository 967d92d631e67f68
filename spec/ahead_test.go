package spec

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// Whoever evaluates the instances of a block, the manifest is the same, and what is told
// of it, in the same order. Helpers take part as far as nothing is to be told.
func TestAhead(t *testing.T) { // by itself, since it sets how many processors there are
	const rows = 4_500
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, tt := range []struct {
		name   string
		row    map[int]string // in place of "title,text,on"
		block  string         // in place of the description
		before string
		tells  string
		all    bool // helpers evaluate all but the first
	}{
		{name: "nothing to tell", all: true},
		{name: "a template", block: `description = templatefile("page.wikitext", each.value)`, all: true},
		{name: "conditions, loops and indexes", all: true, block: `
  description = each.value.on == "no" ? join(" ", [for i in range(3) : "${i}${local.by[each.key].text}"]) : upper(each.value.text)
  tags        = contains(local.names, each.value.title) ? ["x", each.value.on] : null`,
			before: `locals {
  by    = { for r in local.rows : r.title => r }
  names = toset([for r in local.rows : r.title])
}`},
		{name: "some are not enabled", block: `enabled = each.value.on == "yes"`, row: map[int]string{5: "5.png,t,no", 3000: "3000.png,t,no"}, all: true},
		{name: "null in some", block: `comment = each.value.on == "no" ? null : "c"`, row: map[int]string{3000: "3000.png,t,no"}, all: true},
		{name: "a title twice", tells: "Two files with one title", row: map[int]string{4400: "17.PNG,t,yes", 4401: "17.PNG ,t,yes", 4403: "4402.png ,t,yes"}},
		{name: "titles that differ in the first letter", tells: "Perhaps one title", row: map[int]string{100: "b.png,t,yes", 4400: "B.png,t,yes", 4401: "\u00e4.png,t,yes", 4402: "\u00c4.png,t,yes"}},
		{name: "a word before a colon", tells: "Perhaps no title", row: map[int]string{4400: "Datei:x.png,t,yes"}},
		{name: "a title that is none", tells: "Invalid title", row: map[int]string{4400: "a|b.png,t,yes", 4450: "<.png,t,yes"}},
		{name: "an expression that fails", tells: "Invalid function argument", block: `description = tonumber(each.value.on == "yes" ? "1" : each.value.text)`, row: map[int]string{4400: "4400.png,t,no", 4490: "4490.png,u,no"}},
		{name: "text that the wiki rewrites", tells: "Text that the wiki would rewrite", row: map[int]string{4400: "4400.png,~~~~,yes"}},
		{name: "a file each", block: `description = fileexists("${each.key}.txt") ? file("${each.key}.txt") : ""`, row: map[int]string{3000: "own.png,t,yes"}},
		{name: "a mistake elsewhere", tells: "No source", before: `file "z" {}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var table strings.Builder
			table.WriteString("title,text,on\n")
			for i := range rows {
				row := fmt.Sprintf("%d.png,text of %d,yes", i, i)
				if tt.row[i] != "" {
					row = tt.row[i]
				}
				fmt.Fprintln(&table, row)
			}
			if tt.block == "" || strings.HasPrefix(tt.block, "enabled") || strings.HasPrefix(tt.block, "comment") {
				tt.block += "\n  description = \"It is ${each.value.text}.\""
			}
			fsys := fstest.MapFS{
				"list.csv": {Data: []byte(table.String())}, "page.wikitext": {Data: []byte("${text}%{ if on == \"yes\" }!%{ endif }")}, "own.png.txt": {Data: []byte("mine")},
				"main.wiki.hcl": {Data: []byte("locals {\n  rows = csvdecode(file(\"list.csv\"))\n}\n" + tt.before + "\nfile \"x\" {\n  for_each = { for r in local.rows : r.title => r }\n" +
					"  source = \"a/${each.key}\"\n  title = each.value.title\n  " + tt.block + "\n}\n")},
			}
			alone, told := loadOn(t, fsys, 1)
			helped, same := loadOn(t, fsys, 3)
			if all := strings.Join(told, "\n"); !strings.Contains(all, tt.tells) || (all == "") != (tt.tells == "") {
				t.Errorf("it tells %q, want %q", all, tt.tells)
			}
			if diff := cmp.Diff(told, same); diff != "" {
				t.Errorf("what is told (-alone +helped):\n%s", diff)
			}
			if diff := cmp.Diff(alone.m.Files, helped.m.Files); diff != "" {
				t.Errorf("files (-alone +helped):\n%s", diff)
			}
			if diff := cmp.Diff(alone.m.Disabled, helped.m.Disabled); diff != "" {
				t.Errorf("not enabled (-alone +helped):\n%s", diff)
			}
			x, y := alone.eval.meter, helped.eval.meter
			if tt.all && (x.work != y.work || x.steps != y.steps || x.nodes != y.nodes || x.declared != y.declared || x.held != y.held || x.read != y.read || x.pages != y.pages) {
				t.Errorf("it cost %d, %d, %d, %d, %d, %d, %d alone, and %d, %d, %d, %d, %d, %d, %d with helpers",
					x.work, x.steps, x.nodes, x.declared, x.held, x.read, x.pages, y.work, y.steps, y.nodes, y.declared, y.held, y.read, y.pages)
			}
			if alone.helped != 0 || tt.all && helped.helped != rows-firstAlone {
				t.Errorf("helpers evaluated %d and %d instances", alone.helped, helped.helped)
			}
			var shared []*Ranges
			for i := range helped.m.Files {
				if r := helped.m.Files[i].Ranges; !slices.Contains(shared, r) {
					shared = append(shared, r)
				}
			}
			if len(shared) > 2 {
				t.Errorf("the instances have %d ranges", len(shared))
			}
		})
	}
}

// loadOn loads a manifest on so many processors.
func loadOn(t *testing.T, fsys fstest.MapFS, processors int) (*loader, []string) {
	t.Helper()
	runtime.GOMAXPROCS(processors)
	l := newLoader(fsys, ".", Inputs{})
	l.frugal = true
	l.guarded((*loader).load)
	var told []string
	for _, diags := range []hcl.Diagnostics{l.faults.diagnostics(), l.doubtful.diagnostics()} {
		for _, d := range diags {
			told = append(told, fmt.Sprintf("%d %s %s: %s", d.Severity, d.Subject, d.Summary, Explained(d)))
		}
	}
	return l, told
}

// Helpers count from nothing, so that their counts together decide.
func TestAheadLimits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before, first, second meter
		want                  bool
	}{
		"little":            {meter{work: 1}, meter{work: 1}, meter{work: 1}, true},
		"up to the limits":  {meter{work: maxWork - 2, steps: 1}, meter{work: 1, steps: maxSteps - 1}, meter{work: 1}, true},
		"work":              {meter{work: maxWork - 1}, meter{work: 1}, meter{work: 1}, false},
		"steps":             {meter{}, meter{steps: maxSteps}, meter{steps: 1}, false},
		"nodes":             {meter{nodes: 1}, meter{nodes: maxNodes}, meter{}, false},
		"declared":          {meter{declared: 1}, meter{declared: maxDeclared / 2}, meter{declared: maxDeclared / 2}, false},
		"pages":             {meter{pages: 1}, meter{pages: maxPages}, meter{}, false},
		"held for a moment": {meter{held: 1, read: 1}, meter{held: 1}, meter{peak: maxHeld - 2}, false},
		"held all the time": {meter{held: 1, read: 1}, meter{held: 1, peak: 1}, meter{peak: maxHeld - 3}, true},
	} {
		a := &ahead{loader: newLoader(fstest.MapFS{}, ".", Inputs{})}
		a.eval.meter = tt.before
		for _, m := range []meter{tt.first, tt.second} {
			h := &helper{loader: newLoader(fstest.MapFS{}, ".", Inputs{})}
			h.eval.meter = m
			a.helpers = append(a.helpers, h)
		}
		if got := a.within([]bool{true, true}); got != tt.want {
			t.Errorf("%s: within the limits is %v", name, got)
		}
		if a.within([]bool{true, false}) {
			t.Errorf("%s: what one of them found cannot be taken", name)
		}
	}
}
