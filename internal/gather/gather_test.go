package gather

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// drawn is a PNG of this size.
func drawn(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	img.SetNRGBA(w/2, h/2, color.NRGBA{220, 20, 20, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wiki is the other end of Sources.
type wiki struct {
	thumbs map[provider.Title]provider.Thumb
	served map[string][]byte
	local  map[string][]byte
}

func (w *wiki) sources() Sources {
	return Sources{
		Thumbs: func(context.Context, []provider.Title, int) (map[provider.Title]provider.Thumb, error) {
			return w.thumbs, nil
		},
		Get: func(_ context.Context, url string, most int64) ([]byte, error) {
			b, ok := w.served[url]
			if !ok {
				return nil, fmt.Errorf("%s is not there", url)
			}
			return b[:min(most, int64(len(b)))], nil
		},
		Open: func(_ context.Context, c plan.Content) (provider.Body, error) {
			b, ok := w.local[c.Source.Path]
			if !ok {
				return provider.Body{}, errors.New("no such file")
			}
			return provider.BodyOf(b), nil
		},
	}
}

func change(title string, before, after []byte) plan.Change {
	c := plan.Change{
		Claim: plan.Claim{Title: provider.Title(title)},
		Steps: []plan.Step{plan.Upload{Content: plan.Content{Source: spec.Source{Path: title}, Digest: digest(after)}}},
	}
	if before != nil {
		c.Before.Version = &provider.Version{Digest: digest(before), MIME: "image/png", Width: 7, Height: 7}
	}
	return c
}

func digest(b []byte) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum(b), Size: int64(len(b))}
}

func TestAlbum(t *testing.T) {
	t.Parallel()
	before, after := drawn(t, 30, 20), drawn(t, 20, 30)
	large := append(slices.Clone(before), make([]byte, maxOriginal)...)
	thumb := func(small, original string, content []byte) provider.Thumb {
		return provider.Thumb{Small: small, Original: original, SHA1: sha1.Sum(content)}
	}
	w := &wiki{
		thumbs: map[provider.Title]provider.Thumb{
			"Small.png": thumb("thumb", "original", before), "Large.png": thumb("thumb", "original", large),
			"Newer.png": thumb("thumb", "original", after), "Undrawn.png": thumb("", "original", large),
			"Lost.png": thumb("nowhere", "nowhere", before), "Swapped.png": thumb("thumb", "swapped", before),
		},
		served: map[string][]byte{"thumb": after, "original": before, "swapped": after},
		local:  map[string][]byte{"Small.png": after, "Large.png": after, "New.png": after},
	}
	p := &plan.Plan{Changes: []plan.Change{
		change("New.png", nil, after), change("Small.png", before, after), change("Large.png", large, after),
		change("Newer.png", before, after), change("Undrawn.png", large, after), change("Lost.png", before, after),
		change("Swapped.png", before, after), {Claim: plan.Claim{Title: "Text.png"}, Steps: []plan.Step{plan.SetText{}}},
	}}
	type told struct{ Before, After string }
	got := map[provider.Title]told{}
	for title, pair := range Album(t.Context(), p, w.sources()) {
		tell := func(p picture.Picture) string {
			if p.Drawn() {
				return fmt.Sprintf("%d × %d", p.Width, p.Height)
			}
			return p.Missing
		}
		got[title] = told{tell(pair.Before), tell(pair.After)}
	}
	const absent = "The file cannot be read: no such file."
	want := map[provider.Title]told{
		"New.png": {"", "20 × 30"}, "Small.png": {"7 × 7", "20 × 30"}, "Large.png": {"7 × 7", "20 × 30"},
		"Newer.png":   {"The wiki has another version by now than the one that was compared.", absent},
		"Undrawn.png": {"The wiki draws no picture of this file.", absent},
		"Lost.png":    {"The wiki's file could not be fetched: nowhere is not there.", absent},
		"Swapped.png": {"What the wiki delivers is not the version that was compared.", absent},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is deleted or moved is shown as it is, under the title that it has now; what
// only goes for a redirect has no picture.
func TestAlbumOfWhatGoes(t *testing.T) {
	t.Parallel()
	before, after := drawn(t, 30, 20), drawn(t, 20, 30)
	has := func() provider.File {
		return provider.File{Version: &provider.Version{Digest: digest(before), MIME: "image/png", Width: 7, Height: 7}}
	}
	thumb := provider.Thumb{Small: "thumb", Original: "original", SHA1: sha1.Sum(before)}
	w := &wiki{
		thumbs: map[provider.Title]provider.Thumb{"Gone.png": thumb, "Old.png": thumb, "Older.png": thumb},
		served: map[string][]byte{"original": before},
		local:  map[string][]byte{"New.png": after},
	}
	moved := change("New.png", nil, after)
	moved.From, moved.Steps = has(), append([]plan.Step{plan.Moving{From: "Old.png"}}, moved.Steps...)
	p := &plan.Plan{Changes: []plan.Change{
		{Claim: plan.Claim{Title: "Gone.png", Gone: true}, Before: has(), Steps: []plan.Step{plan.Deletion{}}},
		moved,
		{Claim: plan.Claim{Title: "Newer.png"}, From: has(), Steps: []plan.Step{plan.Moving{From: "Older.png"}}},
		{Claim: plan.Claim{Title: "Redirect.png", Gone: true}, Before: provider.File{Redirect: true}, Steps: []plan.Step{plan.Deletion{}}},
		{Claim: plan.Claim{Title: "To.png", Target: "New.png"}, Steps: []plan.Step{plan.SetRedirect{Target: "New.png"}}},
	}}
	got := map[provider.Title][2]bool{}
	for title, pair := range Album(t.Context(), p, w.sources()) {
		got[title] = [2]bool{pair.Before.Drawn(), pair.After.Drawn()}
		if !pair.After.Drawn() && pair.After.Missing != "" {
			t.Errorf("%s: %s", title, pair.After.Missing)
		}
	}
	want := map[provider.Title][2]bool{"Gone.png": {true, false}, "New.png": {true, true}, "Newer.png": {true, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where there is no room for all, what goes is seen before what stays.
func TestAlbumChoosesWhatGoes(t *testing.T) {
	t.Parallel()
	has := provider.File{Version: &provider.Version{MIME: "image/png", Width: 7, Height: 7}}
	p := &plan.Plan{}
	for i := range MaxFiles {
		title := provider.Title(fmt.Sprintf("%03d.png", i))
		p.Changes = append(p.Changes, plan.Change{Claim: plan.Claim{Title: title}, From: has, Steps: []plan.Step{plan.Moving{From: "Old " + title}}})
	}
	p.Changes = append(p.Changes, plan.Change{Claim: plan.Claim{Title: "Gone.png", Gone: true}, Before: has, Steps: []plan.Step{plan.Deletion{}}})
	album := Album(t.Context(), p, Sources{})
	full := "A report has pictures of at most 200 files, and of 5,000 small ones."
	if album["Gone.png"].Before.Missing == full || album["199.png"].Before.Missing != full {
		t.Errorf("of what goes it says %q, of a move %q", album["Gone.png"].Before.Missing, album["199.png"].Before.Missing)
	}
}

func TestAlbumStaysSmall(t *testing.T) {
	t.Parallel()
	after := append(drawn(t, 4, 4), make([]byte, maxIcon)...)
	w := &wiki{local: map[string][]byte{}}
	p := &plan.Plan{}
	for i := range MaxFiles + 50 {
		title := fmt.Sprintf("%03d.png", i)
		w.local[title] = after
		p.Changes = append(p.Changes, change(title, nil, after))
	}
	album := Album(t.Context(), p, w.sources())
	count := 0
	for _, pair := range album {
		if pair.After.Drawn() {
			count++
		} else if pair.After.Missing != tooMany {
			t.Error(pair.After.Missing)
		}
	}
	if count != MaxFiles || len(album) != MaxFiles+50 {
		t.Errorf("%d of %d are drawn", count, len(album))
	}
	// What replaces somebody else's picture goes before what is new.
	last := &p.Changes[MaxFiles+49]
	last.Remarks = []plan.Remark{{Kind: plan.ReplacesVersion, Text: "replaces the version that Anna uploaded"}}
	if pair := Album(t.Context(), p, w.sources())[last.Claim.Title]; !pair.After.Drawn() {
		t.Errorf("somebody else's: %s", pair.After.Missing)
	}
}

// Of icons there are more, of which the wiki is not asked for any, and they take no
// other picture's place.
func TestAlbumOfIcons(t *testing.T) {
	t.Parallel()
	before, after := drawn(t, 4, 4), drawn(t, 5, 5)
	w := &wiki{local: map[string][]byte{}, served: map[string][]byte{"original": before}, thumbs: map[provider.Title]provider.Thumb{}}
	p := &plan.Plan{}
	for i := range MaxFiles + 50 {
		title := fmt.Sprintf("%03d.png", i)
		w.local[title] = after
		w.thumbs[provider.Title(title)] = provider.Thumb{Original: "original", SHA1: sha1.Sum(before)}
		p.Changes = append(p.Changes, change(title, before, after))
	}
	photograph := append(slices.Clone(after), make([]byte, maxIcon)...)
	w.local["Photo.png"] = photograph
	p.Changes = append(p.Changes, change("Photo.png", nil, photograph))
	for i := range MaxFiles {
		title := fmt.Sprintf("New %03d.png", i)
		w.local[title] = after
		p.Changes = append([]plan.Change{change(title, nil, after)}, p.Changes...)
	}
	album := Album(t.Context(), p, w.sources())
	got := map[[2]bool]int{}
	for _, pair := range album {
		got[[2]bool{pair.Before.Drawn(), pair.After.Drawn()}]++
	}
	if diff := cmp.Diff(map[[2]bool]int{{true, true}: MaxFiles - 1, {false, true}: 51 + MaxFiles + 1}, got); diff != "" {
		t.Errorf("sides that are drawn (-want +got):\n%s", diff)
	}
	if !album["Photo.png"].After.Drawn() {
		t.Error("icons have taken the place of a photograph")
	}
	if why := album["249.png"].Before.Missing; why != "A report has the wiki's pictures of at most 200 files." {
		t.Errorf("of one of the wiki's it says %q", why)
	}
}

func TestAlbumEnds(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	after := drawn(t, 4, 4)
	album := Album(ctx, &plan.Plan{Changes: []plan.Change{change("A.png", nil, after)}}, Sources{})
	if pair := album["A.png"]; pair.After.Missing == "" || pair.After.Drawn() {
		t.Errorf("%+v", pair)
	}
}
