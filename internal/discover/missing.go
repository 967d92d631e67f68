package discover

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strings"

	"wikiform/provider/endpoint"
)

// Missing tells which of some pages a wiki says that it does not have, as the wiki writes
// their titles. What it does not say, to those who are not logged in for instance, is not
// missing.
func (f Finder) Missing(ctx context.Context, api string, titles ...string) ([]string, error) {
	at, err := endpoint.Parse(api)
	if err != nil || !at.Private() {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	s, end := f.begin(at)
	defer end()
	u := at.URL()
	u.RawQuery = url.Values{"action": {"query"}, "titles": {strings.Join(titles, "|")}, "format": {"json"}, "formatversion": {"2"}}.Encode()
	resp, err := s.get(ctx, u)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var a struct {
		Query struct {
			Pages []struct {
				Title   string `json:"title"`
				Missing bool   `json:"missing"`
			} `json:"pages"`
		} `json:"query"`
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || json.Unmarshal(body, &a) != nil || len(a.Query.Pages) > len(titles) {
		return nil, err
	}
	var missing []string
	for _, p := range a.Query.Pages {
		if p.Missing {
			missing = append(missing, short(p.Title))
		}
	}
	return missing, nil
}
