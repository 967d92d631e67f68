package cli

import (
	"bytes"
	"fmt"

	"wikiform/apply"
	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/spec/source"
)

// pin writes the SHA-1 that was seen of each URL that had no pin into the lock
// file, so that the next plan can tell whether the wiki still has it. In
// automation the working copy is thrown away, so nothing is written there.
func (s *session) pin(r *apply.Report) error {
	if s.app.automation() {
		return nil
	}
	pinned := 0
	for _, res := range r.Results {
		src := res.Change.Source
		// A change of the text alone did not look at what the URL has.
		if res.Outcome != apply.Done && res.Outcome != apply.Overtook || !res.Change.Content || src.URL == "" || src.Pin.Known() || res.Now.Version == nil {
			continue
		}
		s.lock.Set(s.seen(src.URL, res.Now.Version))
		pinned++
	}
	if pinned == 0 {
		return nil
	}
	if err := s.writeLock(); err != nil {
		return hinted{fmt.Errorf("%s: %w", source.LockName, err), "The uploads are done. Pin them with sha1 attributes, or make the directory writable."}
	}
	s.app.note("%s was pinned in %s: commit it.", count(pinned, "URL"), source.LockName)
	return nil
}

// seen is what is known of a URL: all of it after a download, and what the wiki
// tells when the wiki fetched it.
func (s *session) seen(url string, v *provider.Version) source.Pin {
	if pin, ok := s.fetched.Load(url); ok && pin.(source.Pin).SHA1 == v.SHA1 {
		return pin.(source.Pin)
	}
	return source.Pin{URL: url, SHA1: v.SHA1, Size: v.Size}
}

func (s *session) writeLock() error {
	var b bytes.Buffer
	if err := s.lock.Write(&b); err != nil {
		return err
	}
	dir, err := writefile.OpenDir(s.ws.path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return writefile.ReplaceIn(dir, source.LockName, b.Bytes(), 0o644)
}
