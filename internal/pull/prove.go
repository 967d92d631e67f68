package pull

import (
	"fmt"
	"reflect"

	"wikiform/internal/overlay"
	"wikiform/provider"
	"wikiform/spec"
)

// trial reads the manifest as it would be.
type trial struct {
	before *spec.Manifest
	Options
}

// standing are the pages of units that were not refused.
func standing(units []unit) []*Taking {
	var all []*Taking
	for _, u := range units {
		for _, t := range u {
			if t.Path != "" {
				all = append(all, t)
			}
		}
	}
	return all
}

// prove refuses the units whose files, as they would be, do not give what their pages
// say, or change something else. It tries halves, so that one bad file costs the others
// nothing.
func (x trial) prove(units []unit) {
	all := standing(units)
	if len(all) == 0 {
		return
	}
	why := x.with(all)
	switch {
	case why == "":
	case len(units) > 1:
		x.prove(units[:len(units)/2])
		x.prove(units[len(units)/2:])
	default:
		refuseAll(all, why)
	}
}

// confirm refuses all, where what is good in parts is not good together.
func (x trial) confirm(all []*Taking) {
	if why := x.with(all); why != "" {
		refuseAll(all, why)
	}
}

func refuseAll(all []*Taking, why string) {
	for _, t := range all {
		t.refuse("%s is not written: %s.", t.Path, why)
	}
}

// with reads the manifest with the texts of some pages in their files, and says what is
// wrong with it then, a clause; "" for nothing.
func (x trial) with(all []*Taking) string {
	texts := map[string]string{}
	for _, t := range all {
		texts[t.Path] = t.Text
	}
	after, diags := x.Load(overlay.New(x.FS, texts))
	if diags.HasErrors() {
		for _, d := range diags.Errs() {
			return fmt.Sprintf("with it the manifest would be wrong: %v", d)
		}
	}
	if why := x.compare(after, all); why != "" {
		return why
	}
	for _, t := range all {
		if !t.Override || t.Read || t.Reading == "" {
			continue
		}
		if got, diags := after.Would(t.File.Address, t.Reading); diags.HasErrors() || provider.NormalizeText(got) != t.Said() {
			t.Reading = ""
		}
	}
	return ""
}

// compare tells what the manifest would say otherwise than it should.
func (x trial) compare(after *spec.Manifest, all []*Taking) string {
	taking := map[spec.Address]*Taking{}
	for _, t := range all {
		taking[t.File.Address] = t
	}
	if len(after.Files) != len(x.before.Files) {
		return fmt.Sprintf("with it the manifest would declare %d files, and it declares %d", len(after.Files), len(x.before.Files))
	}
	for i := range after.Files {
		was, is := x.before.Files[i], after.Files[i]
		t, same := taking[was.Address], equal(was.Description, is.Description)
		switch {
		case t == nil && !same:
			return fmt.Sprintf("it would change what the manifest says of the page of %s, which says something else", was.Address)
		case t != nil && t.Override:
			t.Read = !same
		}
		if t != nil && (!t.Override || t.Read) && (is.Description == nil || provider.NormalizeText(*is.Description) != t.Said()) {
			return fmt.Sprintf("read back, it would not give %s what its page says", was.Address)
		}
		was.Description, is.Description = nil, nil
		if !reflect.DeepEqual(was, is) {
			return fmt.Sprintf("it would change more of %s than its page", was.Address)
		}
	}
	if !reflect.DeepEqual(others(x.before), others(after)) {
		return "it would change more of the manifest than pages"
	}
	return ""
}

func equal(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// others is what a manifest says beside files.
func others(m *spec.Manifest) []any {
	return []any{m.Settings, m.Wikis, m.Moves, m.Redirects, m.Absences, m.Prunes, m.Disabled, m.Emptied}
}
