package apply

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestUnchanged(t *testing.T) {
	t.Parallel()
	version := func(content string, second int) *provider.Version {
		return &provider.Version{Digest: digestOf(content), User: "Anna", Time: epoch.Add(time.Duration(second) * time.Second)}
	}
	page := func(rev int64) *provider.Page { return &provider.Page{Rev: rev, User: "Bob"} }
	whole := provider.File{Version: version("a", 0), Page: page(1)}
	for _, c := range []struct {
		name        string
		before, now provider.File
		want        []string // nil: unchanged
	}{
		{"nothing", provider.File{}, provider.File{}, nil},
		{"the same", whole, provider.File{Version: version("a", 0), Page: page(1)}, nil},
		{"the same in another time zone", whole, provider.File{
			Version: &provider.Version{Digest: digestOf("a"), Time: epoch.In(time.FixedZone("", 3600))}, Page: page(1),
		}, nil},
		{"other content", whole, provider.File{Version: version("bb", 1), Page: page(1)}, []string{
			"the file is now sha1 9a900f53 (2 bytes) by Anna of 2026-11-22 10:00:01 UTC, it was sha1 86f7e437 (1 byte) by Anna of 2026-11-22 10:00:00 UTC",
		}},
		{"content that went and came back", whole, provider.File{Version: version("a", 5), Page: page(1)}, []string{
			"the file is now sha1 86f7e437 (1 byte) by Anna of 2026-11-22 10:00:05 UTC, it was sha1 86f7e437 (1 byte) by Anna of 2026-11-22 10:00:00 UTC",
		}},
		{"all gone", whole, provider.File{}, []string{"the file is gone", "the description page is gone"}},
		{"all new", provider.File{}, whole, []string{
			"there is a file now, sha1 86f7e437 (1 byte) by Anna of 2026-11-22 10:00:00 UTC", "there is a description page now, revision 1 by Bob",
		}},
		{"edited", whole, provider.File{Version: version("a", 0), Page: page(2)}, []string{
			"the description page is now revision 2 by Bob, it was revision 1 by Bob",
		}},
		{"shared", provider.File{}, provider.File{Shared: true}, []string{"a file of this name came to a shared repository"}},
		{"redirect", provider.File{Redirect: true}, provider.File{}, []string{"the page is no longer a redirect"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := unchanged(c.before, c.now); got != (c.want == nil) {
				t.Errorf("unchanged: %v", got)
			}
			if d := cmp.Diff(c.want, differences(c.before, c.now)); d != "" {
				t.Errorf("differences (-want +got):\n%s", d)
			}
		})
	}
}
