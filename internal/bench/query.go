package main

import (
	"fmt"
	"net/url"
	"strings"
)

// query asks of all files what wikiform asks of them to see whether they are as wanted, one
// batch of titles after the other, and looks at nothing in the answers but their number.
func (b *bare) query(of set, batch int) error {
	found := 0
	for from := 0; from < of.n; from += batch {
		var titles []string
		for i := from; i < min(from+batch, of.n); i++ {
			titles = append(titles, "File:"+of.title(i))
		}
		p := url.Values{"action": {"query"}, "prop": {"imageinfo|info|revisions"}, "titles": {strings.Join(titles, "|")},
			"iiprop": {"timestamp|user|comment|size|sha1|mime|canonicaltitle"}, "rvprop": {"ids|timestamp|user|tags|sha1|slotsha1|contentmodel"}, "rvslots": {"main"}}
		for more := map[string]string{"": ""}; more != nil; {
			for name, value := range more {
				if name != "" {
					p.Set(name, value)
				}
			}
			a, err := b.ask(p)
			if err != nil {
				return err
			}
			for _, page := range a.Query.Pages {
				found += len(page.ImageInfo)
			}
			more = a.Continue
		}
	}
	if found != of.n {
		return fmt.Errorf("the wiki has %d of %d files", found, of.n)
	}
	return nil
}
