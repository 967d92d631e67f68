package source

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"wikiform/internal/fileerr"
	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// maxLockBytes bounds the lock file; 10,000 pins fit, or 40,000 descriptions. The lexer takes a hundred
// times as much memory as the worst text has bytes.
const maxLockBytes = 4 << 20

// lockFile is the schema of the lock file.
type lockFile struct {
	Sources      []lockedSource      `hcl:"source,block"`
	Descriptions []lockedDescription `hcl:"description,block"`
}

type lockedSource struct {
	URL          string `hcl:"url,label"`
	SHA1         string `hcl:"sha1"`
	SHA256       string `hcl:"sha256,optional"`
	Size         *int64 `hcl:"size,optional"`
	MediaType    string `hcl:"media_type,optional"`
	ETag         string `hcl:"etag,optional"`
	LastModified string `hcl:"last_modified,optional"`

	Range     hcl.Range `hcl:",def_range"`
	URLRange  hcl.Range `hcl:"url,label_range"`
	SHA1At    hcl.Range `hcl:"sha1,attr_value_range"`
	SHA256At  hcl.Range `hcl:"sha256,attr_value_range"`
	SizeAt    hcl.Range `hcl:"size,attr_value_range"`
	LastModAt hcl.Range `hcl:"last_modified,attr_value_range"`
}

// ReadLock reads the lock file of the manifest in dir. A file that does not
// exist is an empty lock. The lock is never nil; with errors among the
// diagnostics it must not be written back, since it lacks what was not understood.
func ReadLock(fsys fs.FS, dir string) (*Lock, hcl.Diagnostics) {
	name := path.Join(dir, LockName)
	text, err := readLock(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Lock{}, nil
	}
	if err != nil {
		return &Lock{}, hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "Unreadable lock file",
			Detail:   fmt.Sprintf("%s cannot be read: %v.", name, fileerr.Bare(err)),
		}}
	}
	return parseLock(name, text)
}

func readLock(fsys fs.FS, name string) ([]byte, error) {
	if err := new(spec.Fence).Check(fsys, name); err != nil {
		return nil, err
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Size() > maxLockBytes:
		return nil, fmt.Errorf("it has %d bytes, more than the %d of the largest lock file", info.Size(), maxLockBytes)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxLockBytes))
}

func parseLock(name string, text []byte) (*Lock, hcl.Diagnostics) {
	lock := &Lock{}
	if diags := checkLock(name, text); diags.HasErrors() {
		lock.Parsed = map[string]*hcl.File{name: {Bytes: text}}
		return lock, diags
	}
	file, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	lock.Parsed = map[string]*hcl.File{name: file}
	if diags.HasErrors() {
		return lock, diags
	}
	var content lockFile
	diags = append(diags, gohcl.DecodeBody(file.Body, nil, &content)...)
	if diags.HasErrors() {
		return lock, diags
	}
	first := map[string]hcl.Range{}
	for _, s := range content.Sources {
		p, bad := s.pin()
		diags = append(diags, bad...)
		if at, twice := first[weburl.Stable(s.URL)]; twice {
			diags = append(diags, lockError("Two pins for one URL", s.URLRange,
				"The same URL is pinned at %s. Remove one of the two blocks.", at))
		} else if !bad.HasErrors() {
			first[weburl.Stable(s.URL)] = s.URLRange
			lock.Set(p)
		}
	}
	return lock, append(diags, lock.readPulled(content.Descriptions)...)
}

// pin checks the values of one block.
func (s lockedSource) pin() (Pin, hcl.Diagnostics) {
	p := Pin{URL: s.URL, MediaType: s.MediaType, ETag: s.ETag}
	var diags hcl.Diagnostics
	var err error
	if _, err = parseURL(s.URL); err != nil {
		diags = append(diags, lockError("Invalid URL", s.URLRange, "This URL %v.", err))
	}
	if p.SHA1, err = provider.ParseSHA1(s.SHA1); err != nil {
		diags = append(diags, lockError("Invalid SHA-1", s.SHA1At, "%v.", err))
	} else if !p.SHA1.Known() {
		diags = append(diags, lockError("Invalid SHA-1", s.SHA1At, "No content has a SHA-1 of zeros only."))
	}
	if s.SHA256 != "" {
		sum, err := hex.DecodeString(s.SHA256)
		if err != nil || len(sum) != len(p.SHA256) {
			diags = append(diags, lockError("Invalid SHA-256", s.SHA256At, "A SHA-256 has 64 hexadecimal digits."))
		}
		copy(p.SHA256[:], sum)
	}
	if s.Size != nil {
		if p.Size = *s.Size; p.Size <= 0 {
			diags = append(diags, lockError("Invalid size", s.SizeAt, "A size is a number of bytes, at least 1."))
		}
	}
	if s.LastModified != "" {
		if p.LastModified, err = time.Parse(time.RFC3339, s.LastModified); err != nil {
			diags = append(diags, lockError("Invalid time", s.LastModAt, "A time is written as in 2026-10-01T08:00:00Z."))
		}
	}
	return p, diags
}

func lockError(summary string, at hcl.Range, format string, args ...any) *hcl.Diagnostic {
	return lockFault(summary, at, `delete the block and run "wikiform lock"`, format, args...)
}

// lockFault is an error in the lock file, with what to do if it cannot be corrected.
func lockFault(summary string, at hcl.Range, cure, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(format, args...) + " Correct it, or " + cure + ".",
		Subject:  at.Ptr(),
	}
}
