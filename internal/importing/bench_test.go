package importing_test

import (
	"fmt"
	"testing"

	"wikiform/internal/importing"
	"wikiform/provider"
)

// plates are files with pages as they are on wikis.
func plates(n int) []provider.Whole {
	list := make([]provider.Whole, n)
	for i := range list {
		list[i] = whole(fmt.Sprintf("Herbarium, plate %05d - Quercus robur.png", i), fmt.Sprintf(`== {{int:filedesc}} ==
{{Information
|description    = {{en|1=Herbarium plate %d: ''Quercus robur'' (English oak)}}
{{de|1=Herbarium, Tafel %[1]d: ''Quercus robur'' (Stieleiche)}}
|date           = %d
|source         = Herbarium, box %d
|author         = [[Creator:J. M. Duval|J. M. Duval]]
|permission     =
|other versions =
}}
{{Location|47.5|7.6}}

== {{int:license-header}} ==
{{PD-old}}

[[Category:Quercus robur]]
[[Category:Box %[3]d]]
[[Category:Herbarium plates]]`, i, 1800+i%100, i/20))
	}
	return list
}

func BenchmarkMake(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		for _, template := range []string{"", "Information"} {
			b.Run(fmt.Sprintf("%d/%s", n, template), func(b *testing.B) {
				wholes := plates(n)
				o := options(b, nil)
				o.Template = template
				for b.Loop() {
					if im, err := importing.Make(wholes, o); err != nil || im.Declared != n || len(im.Other) > 0 {
						b.Fatal(err, im)
					}
				}
			})
		}
	}
}
