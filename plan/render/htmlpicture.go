package render

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

// htmlCompare is the pictures of a change.
type htmlCompare struct {
	Pair          bool // something is replaced
	Both          bool // and both sides can be seen, so that they can be laid over one another
	Before, After htmlSide
}

type htmlSide struct {
	Class, Caption, Alt string
	Src                 template.URL // "" when there is no picture
	Width, Height       int
	Missing             string
}

// content shows what is uploaded and, where it replaces something, what is
// replaced. It gives the flags of the change.
func (b *htmlBuilder) content(h *htmlChange, c *plan.Change) (flags []string) {
	pair, found := b.pictures[c.Title]
	if found {
		h.Compare = compareSides(c, pair)
		h.Open = pair.After.Drawn()
	}
	if facts := contentFacts(c, pair); c.Before.Version != nil {
		h.Facts = facts
	} else {
		h.Meta = facts
	}
	h.Badges = append(h.Badges, htmlBadge{"", sizes(c)})
	before, after := pair.Before.Exif, pair.After.Exif
	switch {
	case after.Place != nil && before.Place == nil:
		h.Badges = append(h.Badges, htmlBadge{"warn", "shows where it was taken"})
		flags = append(flags, "place")
	case after.Read && after.Place == nil && before.Place != nil:
		h.Badges = append(h.Badges, htmlBadge{"", "position removed"})
	}
	h.Exif, h.ExifLine = exifFacts(before, after)
	return flags
}

func compareSides(c *plan.Change, pair picture.Pair) *htmlCompare {
	out := &htmlCompare{
		Pair:   c.Before.Version != nil,
		Before: side("before", "Before", "Now on the wiki", pair.Before),
		After:  side("after", "After", "The new picture", pair.After),
	}
	if !out.Pair {
		out.After.Caption = "New"
	}
	out.Both = out.Pair && out.Before.Src != "" && out.After.Src != ""
	return out
}

func side(class, caption, alt string, p picture.Picture) htmlSide {
	s := htmlSide{Class: class, Caption: caption, Alt: alt, Missing: visible(p.Missing)}
	if !p.Drawn() {
		return s
	}
	// The package picture made the data, and names one of three types.
	s.Src = template.URL("data:" + p.Media + ";base64," + base64.StdEncoding.EncodeToString(p.Data))
	s.Width, s.Height = p.Width, p.Height
	if p.Reduced {
		s.Caption += ", made smaller"
	}
	return s
}

func contentFacts(c *plan.Change, pair picture.Pair) []htmlFact {
	v, after := c.Before.Version, pair.After
	if v == nil {
		v = &provider.Version{}
	}
	var facts []htmlFact
	add := func(name, before, now string) {
		if before != "" || now != "" {
			facts = append(facts, htmlFact{name, visible(before), visible(now), before != now && before != "" && now != ""})
		}
	}
	add("Dimensions", pixels(v), pixels(&provider.Version{Width: after.Width, Height: after.Height}))
	add("Type", v.MIME, after.Type)
	add("Size", sizeOf(v.Size), sizeOf(c.Digest.Size))
	if pair.Before.Exif.Place != nil || after.Exif.Place != nil {
		add("Taken at", position(pair.Before.Exif), position(after.Exif))
	}
	if c.Before.Version != nil {
		add("Uploaded", uploaded(v), "")
	}
	add("SHA-1", v.SHA1.String(), c.Digest.SHA1.String())
	return facts
}

func sizeOf(n int64) string {
	if n == 0 {
		return ""
	}
	return number.Bytes(n)
}

// sizes is the size of a content, and of the one that it replaces.
func sizes(c *plan.Change) string {
	now := sizeOf(c.Digest.Size)
	if now == "" {
		now = "size not known"
	}
	if v := c.Before.Version; v != nil {
		return number.Bytes(v.Size) + " → " + now
	}
	return now
}

func position(e picture.Exif) string {
	switch {
	case e.Place != nil:
		return e.Place.String()
	case e.Read:
		return "not told"
	}
	return ""
}

func uploaded(v *provider.Version) string {
	s := "by " + author(v.User)
	if !v.Time.IsZero() {
		s += ", " + v.Time.UTC().Format("2 January 2006 15:04 UTC")
	}
	return s
}

// exifFacts is what becomes of the EXIF of a content that replaces another, and
// that in a line.
func exifFacts(before, after picture.Exif) ([]htmlFact, string) {
	var facts []htmlFact
	var added, removed, changed int
	for _, f := range picture.CompareExif(before, after) {
		switch {
		case f.Before == "":
			added++
		case f.After == "":
			removed++
		default:
			changed++
		}
		facts = append(facts, htmlFact{Name: visible(f.Name), Before: visible(f.Before), After: visible(f.After)})
	}
	var parts []string
	for _, n := range []struct {
		count int
		what  string
	}{{added, "added"}, {removed, "removed"}, {changed, "changed"}} {
		if n.count > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", number.Of(n.count, "field"), n.what))
		}
	}
	return facts, "EXIF: " + strings.Join(parts, ", ")
}
