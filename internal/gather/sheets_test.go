package gather

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/contactsheet"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

// sheetWorld is a plan of pictures that change, go and come, some of them others' work.
func sheetWorld(t *testing.T, changed int) (*plan.Plan, *wiki) {
	t.Helper()
	before, after := drawn(t, 30, 20), drawn(t, 20, 30)
	w := &wiki{served: map[string][]byte{"thumb": before}, local: map[string][]byte{}, thumbs: map[provider.Title]provider.Thumb{}}
	p := &plan.Plan{}
	for i := range changed {
		title := fmt.Sprintf("%03d.png", i)
		w.local[title], w.thumbs[provider.Title(title)] = after, provider.Thumb{Small: "thumb", SHA1: sha1.Sum(before)}
		p.Changes = append(p.Changes, change(title, before, after))
	}
	w.local["New.png"] = after
	w.thumbs["Gone.png"] = provider.Thumb{Small: "thumb", SHA1: sha1.Sum(before)}
	gone := plan.Change{Claim: plan.Claim{Title: "Gone.png", Gone: true}, Steps: []plan.Step{plan.Deletion{}}}
	gone.Before.Version = &provider.Version{Digest: digest(before), MIME: "image/png", Width: 7, Height: 7}
	theirs := plan.Remark{Kind: plan.ReplacesVersion, Text: "replaces the version that Anna uploaded"}
	p.Changes[changed-1].Remarks = []plan.Remark{theirs}
	p.Changes = append([]plan.Change{change("New.png", nil, after), gone, {Claim: plan.Claim{Title: "Text.png"}, Steps: []plan.Step{plan.SetText{}}}}, p.Changes...)
	return p, w
}

// What replaces others' work is first, then what changes, what goes, and what is new.
func TestSheetsOf(t *testing.T) {
	t.Parallel()
	p, _ := sheetWorld(t, 25)
	s := SheetsOf(p)
	if len(s.All) != 2 || s.Left != 0 {
		t.Fatalf("%d sheets, %d left", len(s.All), s.Left)
	}
	var got []string
	for _, sheet := range s.All {
		for _, e := range sheet.Entries {
			got = append(got, fmt.Sprintf("%d %s %d %v", e.Number, s.Change(e).Claim.Title, e.Kind, e.Others))
		}
	}
	want := []string{"1 024.png 0 true", "2 000.png 0 false", "25 023.png 0 false", "26 Gone.png 2 false", "27 New.png 1 false"}
	if diff := cmp.Diff(want, append(append([]string(nil), got[:2]...), got[24:]...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSheetsDraw(t *testing.T) {
	t.Parallel()
	p, w := sheetWorld(t, 25)
	from, files := w.sources(), map[string][]byte{}
	deliver := func(name string, data []byte) error { files[name] = data; return nil }
	var mu sync.Mutex
	asked, thumbs := 0, from.Thumbs
	from.Thumbs = func(ctx context.Context, titles []provider.Title, width int) (map[provider.Title]provider.Thumb, error) {
		mu.Lock()
		defer mu.Unlock()
		asked += len(titles)
		if width != SheetWidth || len(titles) > lot {
			t.Errorf("%d pictures of %d pixels are asked for", len(titles), width)
		}
		return thumbs(ctx, titles, width)
	}
	if err := SheetsOf(p).Draw(t.Context(), from, nil, deliver); err != nil {
		t.Fatal(err)
	}
	if asked != 26 || len(files) != 2 {
		t.Fatalf("the wiki was asked for %d, and %d files were made", asked, len(files))
	}
	for name, data := range files {
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Dx() != contactsheet.Width {
			t.Errorf("%s: %v, %v", name, img.Bounds(), err)
		}
	}

	// What the page for a browser has already is not asked for once more, and is the same.
	album := Album(t.Context(), p, w.sources())
	from.Get = func(context.Context, string, int64) ([]byte, error) {
		t.Error("the wiki is asked twice")
		return nil, errors.New("twice")
	}
	for title, pair := range album {
		if !pair.Before.Drawn() && title != "New.png" {
			album[title] = picture.Pair{Before: pair.After, After: pair.After}
		}
	}
	again := 0
	err := SheetsOf(p).Draw(t.Context(), from, album, func(string, []byte) error { again++; return nil })
	if err != nil || again != 2 {
		t.Errorf("%d sheets, %v", again, err)
	}
}

// A wiki that gives nothing, or something else, does not keep a sheet from being made.
func TestSheetsWithoutPictures(t *testing.T) {
	t.Parallel()
	p, w := sheetWorld(t, 3)
	sheet := func(from Sources) []byte {
		var got []byte
		if err := SheetsOf(p).Draw(t.Context(), from, nil, func(_ string, data []byte) error { got = data; return nil }); err != nil {
			t.Error(err)
		}
		return got
	}
	whole := sheet(w.sources())
	seen := map[string]string{string(whole): "all"}
	for name, spoil := range map[string]func(*Sources){
		"no wiki": func(s *Sources) { s.Thumbs = nil },
		"it fails": func(s *Sources) {
			s.Thumbs = func(context.Context, []provider.Title, int) (map[provider.Title]provider.Thumb, error) {
				return nil, errors.New("it is down")
			}
		},
		"other versions": func(s *Sources) {
			s.Thumbs = func(_ context.Context, titles []provider.Title, _ int) (map[provider.Title]provider.Thumb, error) {
				return map[provider.Title]provider.Thumb{}, nil
			}
		},
		"something else": func(s *Sources) {
			s.Get = func(context.Context, string, int64) ([]byte, error) { return []byte("<svg onload='alert(1)'/>"), nil }
		},
		"no files": func(s *Sources) { s.Open = nil },
	} {
		from := w.sources()
		spoil(&from)
		got := sheet(from)
		if other := seen[string(got)]; got == nil || other != "" {
			t.Errorf("%s: %d bytes, the same as with %s", name, len(got), other)
		}
		seen[string(got)] = name
	}
}

func TestSheetsEnd(t *testing.T) {
	t.Parallel()
	p, w := sheetWorld(t, 60)
	full, delivered := errors.New("the disk is full"), 0
	err := SheetsOf(p).Draw(t.Context(), w.sources(), nil, func(string, []byte) error { delivered++; return full })
	if err != full || delivered != 1 {
		t.Errorf("%v after %d sheets", err, delivered)
	}
	for name, interrupt := range map[string]int{"before the first": 0, "with the first": 1} {
		ctx, stop := context.WithCancel(t.Context())
		if delivered = 0; interrupt == delivered {
			stop()
		}
		err := SheetsOf(p).Draw(ctx, w.sources(), nil, func(string, []byte) error {
			delivered++
			stop()
			return nil
		})
		if !errors.Is(err, context.Canceled) || delivered != interrupt {
			t.Errorf("interrupted %s, it ends with %v after %d sheets", name, err, delivered)
		}
	}
}

// Who has no time left is told so, and nobody is told so who interrupts.
func TestSheetsSayWhatEndedThem(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{errLate, errors.New("interrupted")} {
		ctx, end := context.WithCancelCause(t.Context())
		end(cause)
		d := &sheetDrawer{}
		if _, why := d.side(ctx, picture.Picture{}, nil); why != picture.Reason(cause) {
			t.Errorf("ended by %v, it says %q", cause, why)
		}
	}
}

// The documentation has these limits as they are.
func TestDocumentedSheetLimits(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/limits.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Contact sheets\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for what, want := range map[string]string{
		"sheets":   fmt.Sprintf("| %d, with %d files each;", contactsheet.MaxSheets, contactsheet.PerSheet),
		"titles":   fmt.Sprintf("in one question | %d |", lot),
		"pictures": fmt.Sprintf("%d MiB; no more are begun after %d GiB", maxSmall>>20, maxFetched>>30),
		"time":     fmt.Sprintf("| time for all | %d minutes |", int(sheetsTime.Minutes())),
		"a sheet":  fmt.Sprintf("| a sheet | %d MB", contactsheet.MaxBytes/1_000_000),
	} {
		if !strings.Contains(section, want) {
			t.Errorf("%s: docs/limits.md has no %q", what, want)
		}
	}
}
