package plan

import (
	"context"
	"crypto/sha1"
	"fmt"
	"io"
	"testing"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// sizes are of manifests, in files.
var sizes = []int{1_000, 10_000, 100_000}

// benched is a manifest of so many files, its sources, and a wiki that has them, of which
// some have other texts.
type benched struct {
	Reader // nothing else is asked
	m      spec.Manifest
	sums   map[spec.Address]provider.Content
	differ int
}

func newBenched(files, differ int) *benched {
	b := &benched{sums: make(map[spec.Address]provider.Content, files), differ: differ}
	for i := range files {
		address := spec.Address(fmt.Sprintf("file.object[%q]", fmt.Sprint(i)))
		text := benchedText(i)
		b.m.Files = append(b.m.Files, spec.File{
			Address: address, Title: benchedTitle(i), Name: string(benchedTitle(i)), Source: spec.Source{Path: fmt.Sprintf("%06d.png", i)},
			Description: &text, Comment: "Upload",
		})
		b.sums[address] = provider.Content{Digest: benchedDigest(i), Type: "image/png"}
	}
	return b
}

func benchedTitle(i int) provider.Title { return provider.Title(fmt.Sprintf("Object %06d.png", i)) }
func benchedText(i int) string {
	return fmt.Sprintf("{{Information\n|description={{en|1=Object %d}}\n|author=Somebody\n}}\n[[Category:Objects]]", i)
}
func benchedDigest(i int) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum(fmt.Append(nil, i)), Size: 20}
}

// Files implements [Reader].
func (b *benched) Files(_ context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	all := make(map[provider.Title]provider.File, len(titles))
	for _, t := range titles {
		var i int
		fmt.Sscanf(string(t), "Object %d.png", &i)
		text := benchedText(i)
		if i < b.differ {
			text = "Another.\n" + text
		}
		all[t] = provider.File{
			Title:   t,
			Version: &provider.Version{Digest: benchedDigest(i), MIME: "image/png", Width: 10, Height: 10, User: "Bot", Time: at, Comment: "Upload"},
			Page:    &provider.Page{ID: int64(i + 1), Rev: int64(i + 1), TextSHA1: provider.TextSHA1(text), User: "Bot", Time: at},
		}
	}
	return all, nil
}

func (b *benched) facts() Facts {
	return Facts{Wiki: Wiki{Name: "w"}, Account: provider.Account{Name: "Bot", Rights: []string{"edit", "upload", "reupload", "createpage"}}}
}

// planned is a plan of which all that differs is an edit.
func (b *benched) planned(tb testing.TB) *Plan {
	f := b.facts()
	s, err := Look(tb.Context(), b, &b.m, &f)
	if err != nil {
		tb.Fatal(err)
	}
	claims := SetApart(&b.m, b.sums, spec.Wiki{}, s, func(c string) string { return c }, &f)
	for i := range claims {
		file := f.Have[claims[i].Title]
		page := *file.Page
		page.Text, page.HasText = "Another.\n"+claims[i].Text.Text, true
		file.Page = &page
		f.Have[claims[i].Title] = file
	}
	return Compute(claims, f)
}

func bench(b *testing.B, differ func(files int) int, run func(b *testing.B, w *benched)) {
	for _, files := range sizes {
		b.Run(fmt.Sprint(files), func(b *testing.B) {
			w := newBenched(files, differ(files))
			b.ReportAllocs()
			b.ResetTimer()
			run(b, w)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(files), "ns/file")
		})
	}
}

func none(int) int      { return 0 }
func all(files int) int { return files }

// BenchmarkCompare is a plan of files that are all as wanted, from the wiki's answers on.
func BenchmarkCompare(b *testing.B) {
	bench(b, none, func(b *testing.B, w *benched) {
		for b.Loop() {
			if p := w.planned(b); p.Matching.Len() != len(w.m.Files) {
				b.Fatal(p.Matching.Len())
			}
		}
	})
}

// BenchmarkComputeDiffering is of files that all differ.
func BenchmarkComputeDiffering(b *testing.B) {
	bench(b, all, func(b *testing.B, w *benched) {
		for b.Loop() {
			if p := w.planned(b); p.Counts().Change != len(w.m.Files) {
				b.Fatal(p.Counts())
			}
		}
	})
}

// BenchmarkDiff is of the texts of such a plan.
func BenchmarkDiff(b *testing.B) {
	bench(b, none, func(b *testing.B, w *benched) {
		for b.Loop() {
			for i := range w.m.Files {
				if len(Diff("Another.\n"+*w.m.Files[i].Description, *w.m.Files[i].Description)) == 0 {
					b.Fatal("no difference")
				}
			}
		}
	})
}

// BenchmarkSave writes a plan of which a tenth differs.
func BenchmarkSave(b *testing.B) {
	bench(b, func(files int) int { return files / 10 }, func(b *testing.B, w *benched) {
		p := w.planned(b)
		b.ResetTimer()
		for b.Loop() {
			if err := Write(io.Discard, p); err != nil {
				b.Fatal(err)
			}
		}
	})
}
