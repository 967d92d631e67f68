package cli

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"

	"wikiform/apply/reconcile"
	"wikiform/provider/endpoint"
	"wikiform/provider/mediawiki"
)

// logFile is the file of -log-file.
type logFile struct {
	io.WriteCloser
	mu     sync.Mutex
	failed error // the first error of writing, which slog does not tell
}

func (l *logFile) Write(p []byte) (int, error) {
	n, err := l.WriteCloser.Write(p)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = err
	}
	return n, err
}

// openLog opens the file of -log-file, to whose end a line of JSON is written for
// every request; nil when nobody wants one. The caller closes it.
func (a *app) openLog(ctx context.Context, w *workspace, name string) (*logFile, error) {
	switch {
	case name == "":
		return nil, nil
	case standardOutput(name):
		return nil, hinted{usagef("-log-file: %s is standard output, which is for results", name), "Name a file, or /dev/stderr."}
	}
	if err := checkTarget("-log-file", name); err != nil {
		return nil, err
	}
	f, err := w.place.Append(ctx, a.path(name), 0o600)
	if err != nil {
		return nil, usagef("-log-file: %w", err)
	}
	return &logFile{WriteCloser: f}, nil
}

// closeLog closes a log, and says when it is not whole.
func (a *app) closeLog(l *logFile) {
	if l == nil {
		return
	}
	err := l.Close()
	if l.failed != nil {
		err = l.failed
	}
	if err != nil {
		a.note("The log is not whole: %v.", err)
	}
}

// logger logs for a connection; nil when nobody wants a log.
func (l *logFile) logger(cfg mediawiki.Config, c *connection) *slog.Logger {
	if l == nil {
		return nil
	}
	credentials := cfg.Credentials
	if c.embedded != nil {
		credentials = mediawiki.Credentials{} // everybody knows them
	}
	log := newLogger(l, credentials)
	log.Info("wikiform", "version", Version, "commit", builtFrom(), "go", runtime.Version(), "os", runtime.GOOS, "arch", runtime.GOARCH,
		"wiki", reconcile.NameOf(c.Declared), "host", endpoint.HostOf(cfg.API))
	return log
}

// newLogger writes lines of JSON. What it is given has no secrets in it; should
// a wiki ever repeat one in an error, it is taken out here.
func newLogger(w io.Writer, c mediawiki.Credentials) *slog.Logger {
	var secrets []string
	for _, secret := range []string{c.Password, c.Token} {
		if secret != "" {
			secrets = append(secrets, secret, "[redacted]")
		}
	}
	redact := strings.NewReplacer(secrets...)
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Value.Kind() == slog.KindString {
				a.Value = slog.StringValue(redact.Replace(a.Value.String()))
			}
			return a
		},
	}))
}
