package cli

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"wikiform/provider/mediawiki"
)

func TestLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := newLogger(&out, mediawiki.Credentials{User: "Uploader@ci", Password: "pass-4-tests", Token: "t0k3n"})
	log.Info("api", "error", `no session for "pass-4-tests"`, slog.Group("more", "header", "Bearer t0k3n"))
	got := out.String()
	if strings.Contains(got, "pass-4") || strings.Contains(got, "t0k3n") || strings.Count(got, "[redacted]") != 2 {
		t.Error(got)
	}
}

func TestLogTellsThatItIsNotWhole(t *testing.T) {
	t.Parallel()
	f, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	f.Close() // so that every write fails
	l := &logFile{WriteCloser: f}
	log := newLogger(l, mediawiki.Credentials{})
	log.Info("one")
	log.Info("two")
	if !errors.Is(l.failed, os.ErrClosed) {
		t.Errorf("failed: %v", l.failed)
	}
}
