package mediawiki

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"wikiform/provider"
)

// BenchmarkFiles asks about so many files, 500 at a time, of a wiki whose answers cost
// nothing: what is left is decoding.
func BenchmarkFiles(b *testing.B) {
	for _, files := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(files), func(b *testing.B) {
			answers := map[string]json.RawMessage{}
			c := dialWire(b, &wire{answer: func(q asked) any {
				if !q.Has("titles") {
					return nil
				}
				return answers[q.Get("titles")]
			}})
			c.account.Rights = append(c.account.Rights, "apihighlimits")
			var titles []provider.Title
			for i := range files {
				titles = append(titles, provider.Title(fmt.Sprintf("Object %06d.png", i)))
			}
			for from := 0; from < files; from += 500 {
				names := pageNames(titles[from : from+500])
				answers[multi(names)] = benchedAnswer(b, names)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				for from := 0; from < files; from += 5000 { // as a plan asks
					if _, err := c.Files(b.Context(), titles[from:min(from+5000, files)]); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(files), "ns/file")
		})
	}
}

func benchedAnswer(b *testing.B, names []string) json.RawMessage {
	var pages []obj
	for i, name := range names {
		sum := strings.Repeat("0a", 20)
		pages = append(pages, obj{
			"pageid": i + 1, "ns": 6, "title": name, "imagerepository": "local", "contentmodel": "wikitext", "touched": "2026-11-01T00:00:00Z", "lastrevid": i + 7, "length": 200,
			"imageinfo": []obj{{"timestamp": "2026-11-01T00:00:00Z", "user": "Bot", "size": 18, "width": 10, "height": 10, "comment": "Upload", "sha1": sum, "mime": "image/png", "canonicaltitle": name}},
			"revisions": []obj{{"revid": i + 7, "parentid": 0, "user": "Bot", "timestamp": "2026-11-01T00:00:00Z", "tags": []string{}, "sha1": sum, "slots": obj{"main": obj{"sha1": sum, "contentmodel": "wikitext"}}}},
		})
	}
	text, err := json.Marshal(obj{"batchcomplete": true, "query": obj{"pages": pages}})
	if err != nil {
		b.Fatal(err)
	}
	return text
}
