package plan

import (
	"maps"
	"slices"

	"wikiform/provider"
)

func usageMembers(usages map[provider.Title]provider.Usage) []usageMember {
	var ms []usageMember
	for _, t := range slices.Sorted(maps.Keys(usages)) {
		u := usages[t]
		m := usageMember{Title: t.Page(), Count: u.Count, More: u.More, Pages: u.Pages}
		if u.Wikis != nil {
			m.Wikis = []wikiUsage{}
		}
		for _, w := range u.Wikis {
			m.Wikis = append(m.Wikis, wikiUsage(w))
		}
		ms = append(ms, m)
	}
	return ms
}

// usagesOf undoes usageMembers.
func usagesOf(ms []usageMember) map[provider.Title]provider.Usage {
	var usages map[provider.Title]provider.Usage
	for _, m := range ms {
		if usages == nil {
			usages = map[provider.Title]provider.Usage{}
		}
		u := provider.Usage{Count: m.Count, More: m.More, Pages: m.Pages}
		if m.Wikis != nil {
			u.Wikis = []provider.WikiUsage{}
		}
		for _, w := range m.Wikis {
			u.Wikis = append(u.Wikis, provider.WikiUsage(w))
		}
		usages[titleOf(m.Title)] = u
	}
	return usages
}
