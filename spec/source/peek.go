package source

import (
	"context"
	"io"
	"net/http"
	"time"
)

const peekIn = 30 * time.Second

// Peek reads the first most bytes of a URL, under the same rules as
// [Fetcher.Download] but into memory, and asks once. Max is no bound here.
func (f *Fetcher) Peek(ctx context.Context, rawURL string, most int64) ([]byte, error) {
	u, err := parseURL(rawURL)
	if err != nil {
		return nil, badURL(err)
	}
	ctx, stop := context.WithTimeout(ctx, peekIn)
	defer stop()
	resp, u, err := f.get(ctx, wish{url: u})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, badStatus(u, resp)
	}
	return io.ReadAll(io.LimitReader(resp.Body, most))
}
