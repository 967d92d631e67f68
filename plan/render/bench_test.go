package render

import (
	"crypto/sha1"
	"fmt"
	"io"
	"testing"
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// BenchmarkWholePlans writes plans of so many files, each with another text, whole.
func BenchmarkWholePlans(b *testing.B) {
	for _, files := range []int{1_000, 10_000, 100_000} {
		p := benched(files)
		for _, name := range FormatNames() {
			b.Run(fmt.Sprintf("%s/%d", name, files), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := Formats[Format(name)](io.Discard, p, Style{Full: true}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(files), "ns/file")
			})
		}
	}
}

func benched(files int) *plan.Plan {
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	f := plan.Facts{
		Wiki: plan.Wiki{Name: "w"}, Account: provider.Account{Name: "Bot", Rights: []string{"edit"}}, Have: map[provider.Title]provider.File{},
	}
	var claims []plan.Claim
	for i := range files {
		title := provider.Title(fmt.Sprintf("Object %06d.png", i))
		digest := provider.Digest{SHA1: sha1.Sum(fmt.Append(nil, i)), Size: 20}
		was := fmt.Sprintf("{{Information\n|description={{en|1=Object %d}}\n|author=Somebody\n}}\n[[Category:Objects]]", i)
		claims = append(claims, plan.Claim{
			Address: spec.Address(fmt.Sprintf("file.object[%q]", title)), Title: title, Comment: "Upload",
			Content: &plan.Content{Source: spec.Source{Path: "a.png"}, Digest: digest}, Text: &plan.Text{Text: was + fmt.Sprintf("\n[[Category:Of %d]]", i)},
		})
		f.Have[title] = provider.File{
			Title: title, Version: &provider.Version{Digest: digest, User: "Bot", Time: at},
			Page: &provider.Page{ID: int64(i + 1), Rev: int64(i + 1), TextSHA1: provider.TextSHA1(was), Text: was, HasText: true, User: "Bot", Time: at},
		}
	}
	return plan.Compute(claims, f)
}
