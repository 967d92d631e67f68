package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/picture"
)

// htmlCompare is the pictures of a change.
type htmlCompare struct {
	Pair          bool // something is replaced
	Both          bool // and both sides can be seen, so that they can be laid over one another
	Before, After htmlSide
}

type htmlSide struct {
	Class, Caption string
	Image          *htmlImage // nil when there is no picture
	Missing        string
	Struck         bool // it goes, and nothing comes
}

// content shows what is uploaded and, where it replaces something, what is
// replaced. It gives the flags of the change.
func (b *htmlBuilder) content(h *htmlChange, v *view) (flags []string) {
	pair, found := b.pictures[v.title]
	if found {
		h.Compare = b.compareSides(h, v.content.before != nil, pair)
		h.Open = pair.After.Drawn() && !h.late
	}
	if facts := contentFacts(v.content, pair); v.content.before != nil {
		h.Facts = facts
	} else {
		h.Meta = facts
	}
	h.Badges = append(h.Badges, htmlBadge{"", sizes(v.content)})
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

// standing shows the file of a change that uploads none: one that is deleted, or moved.
func (b *htmlBuilder) standing(h *htmlChange, v *view) {
	pair, found := b.pictures[v.title]
	if v.goes != nil {
		h.Badges = append(h.Badges, htmlBadge{"", number.Bytes(v.goes.Size)})
		h.Meta = goneFacts(v.goes)
	}
	switch {
	case !found:
	case v.goes != nil:
		h.Compare = b.single(h, "gone", "Deleted from the wiki", "The picture that is deleted", pair.Before)
		h.Compare.After.Struck = true
	case v.move != nil:
		h.Compare = b.single(h, "stays", "The picture", "What gets another title", pair.Before)
	}
	h.Open = h.Open || found && pair.Before.Drawn() && !h.late
}

func goneFacts(v *version) []htmlFact {
	var facts []htmlFact
	for _, f := range []fact{
		{label: "Dimensions", value: v.pixels()}, {label: "Type", value: v.media}, {label: "Size", value: number.Bytes(v.Size)},
		{label: "Uploaded", value: v.uploaded()}, {label: "SHA-1", value: v.SHA1.String()},
	} {
		if f.value != "" {
			facts = append(facts, htmlFact{Name: f.label, After: visible(f.value)})
		}
	}
	return facts
}

// single is the picture of a file that gets no other.
func (b *htmlBuilder) single(h *htmlChange, class, caption, alt string, p picture.Picture) *htmlCompare {
	b.count(h, p)
	return &htmlCompare{After: side(class, caption, alt, p, enlarged(cardIcon, p), h.late)}
}

func (b *htmlBuilder) compareSides(h *htmlChange, replaces bool, pair picture.Pair) *htmlCompare {
	b.count(h, pair.Before, pair.After)
	times := enlarged(cardIcon, pair.Before, pair.After)
	out := &htmlCompare{
		Pair:   replaces,
		Before: side("before", "Before", "Now on the wiki", pair.Before, times, h.late),
		After:  side("after", "After", "The new picture", pair.After, times, h.late),
	}
	if !out.Pair {
		out.After.Caption = strings.Replace(out.After.Caption, "After", "New", 1)
	}
	out.Both = out.Pair && out.Before.Image != nil && out.After.Image != nil
	return out
}

// count counts the changes that have pictures.
func (b *htmlBuilder) count(h *htmlChange, sides ...picture.Picture) {
	if slices.ContainsFunc(sides, picture.Picture.Drawn) {
		b.drawn++
		h.late = b.drawn > htmlEager
	}
}

func side(class, caption, alt string, p picture.Picture, times int, late bool) htmlSide {
	s := htmlSide{Class: class, Caption: caption, Missing: visible(p.Missing)}
	if !p.Drawn() {
		return s
	}
	s.Image = &htmlImage{Src: dataURL(p.Media, p.Data), Late: late, Alt: alt, Width: p.Width * times, Height: p.Height * times, Crisp: times > 1, Clear: p.Clear}
	if p.Reduced {
		s.Caption += ", made smaller"
	}
	if times > 1 {
		s.Caption += fmt.Sprintf(", shown %d times as large", times)
	}
	return s
}

func contentFacts(c *contents, pair picture.Pair) []htmlFact {
	before, after := c.before, c.after
	if before == nil {
		before = &version{}
	}
	var facts []htmlFact
	add := func(name, before, now string) {
		if before != "" || now != "" {
			facts = append(facts, htmlFact{name, visible(before), visible(now), before != now && before != "" && now != ""})
		}
	}
	add("Dimensions", before.pixels(), after.pixels())
	add("Type", before.media, after.media)
	add("Size", sizeOf(before.Size), sizeOf(after.Size))
	if pair.Before.Exif.Place != nil || pair.After.Exif.Place != nil {
		add("Taken at", position(pair.Before.Exif), position(pair.After.Exif))
	}
	if c.before != nil {
		add("Uploaded", c.before.uploaded(), "")
	}
	add("SHA-1", before.SHA1.String(), after.SHA1.String())
	return facts
}

func sizeOf(n int64) string {
	if n == 0 {
		return ""
	}
	return number.Bytes(n)
}

// sizes is the size of a content, and of the one that it replaces.
func sizes(c *contents) string {
	now := sizeOf(c.after.Size)
	if now == "" {
		now = "size not known"
	}
	if c.before != nil {
		return number.Bytes(c.before.Size) + " → " + now
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

func (v *version) uploaded() string {
	s := "by " + author(v.user)
	if !v.time.IsZero() {
		s += ", " + v.time.UTC().Format("2 January 2006 15:04 UTC")
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
