package cli

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"

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

// openLog opens the file of -log-file, to whose end a line of JSON is written
// for every request.
func (s *session) openLog(ctx context.Context) error {
	name := s.opts.logFile
	switch {
	case name == "":
		return nil
	case standardOutput(name):
		return hinted{usagef("-log-file: %s is standard output, which is for results", name), "Name a file, or /dev/stderr."}
	}
	f, err := s.place.Append(ctx, s.app.path(name), 0o600)
	if err != nil {
		return usagef("-log-file: %w", err)
	}
	s.log = &logFile{WriteCloser: f}
	return nil
}

func (s *session) closeLog() {
	if s.log == nil {
		return
	}
	err := s.log.Close()
	if s.log.failed != nil {
		err = s.log.failed
	}
	if err != nil {
		s.app.note("The log is not whole: %v.", err)
	}
}

// logger logs for a session with the wiki; nil when nobody wants a log.
func (s *session) logger(cfg mediawiki.Config) *slog.Logger {
	if s.log == nil {
		return nil
	}
	credentials := cfg.Credentials
	if s.embedded != nil {
		credentials = mediawiki.Credentials{} // everybody knows them
	}
	log := newLogger(s.log, credentials)
	log.Info("wikiform", "version", Version, "go", runtime.Version(), "os", runtime.GOOS, "arch", runtime.GOARCH, "wiki", s.name(), "host", host(cfg.API))
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
