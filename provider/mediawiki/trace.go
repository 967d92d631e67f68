package mediawiki

import (
	"context"
	"log/slog"
	"time"
)

// record is what the log says of one request. Parameters are not in it, and so
// neither passwords nor tokens nor texts can be.
type record struct {
	request
	try    int
	took   time.Duration
	sent   int64
	status int
	err    error
}

func (c *Client) trace(ctx context.Context, r record) {
	attrs := []slog.Attr{
		slog.String("op", r.op),
		slog.String("action", r.params.Get("action")),
		slog.Int64("bytes", r.sent),
		slog.Int64("ms", r.took.Milliseconds()),
		slog.Int("attempt", r.try),
	}
	if r.title != "" {
		attrs = append(attrs, slog.String("title", string(r.title)))
	}
	if r.status != 0 {
		attrs = append(attrs, slog.Int("status", r.status))
	}
	level := slog.LevelDebug
	if f := asFault(r.err); f != nil {
		level = slog.LevelInfo
		attrs = append(attrs, slog.String("kind", string(f.err.Kind)), slog.String("code", f.err.Code))
		if f.err.Code == "" {
			attrs = append(attrs, slog.String("error", f.Error()))
		}
	}
	c.log.LogAttrs(ctx, level, "api", attrs...)
}
