package source

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"wikiform/internal/writefile"
)

const lockHead = "# Maintained by \"wikiform lock\". Manual edits may be lost.\n"

// Write writes the lock file, sorted by URL and by wiki and title, so that equal locks are
// equal bytes.
func (l *Lock) Write(w io.Writer) error {
	file := hclwrite.NewEmptyFile()
	for _, url := range slices.Sorted(maps.Keys(l.pins)) {
		file.Body().AppendNewline()
		writePin(file.Body().AppendNewBlock("source", []string{url}).Body(), l.pins[url])
	}
	for _, p := range l.pulledPages() {
		file.Body().AppendNewline()
		body := file.Body().AppendNewBlock("description", []string{p.wiki, string(p.title)}).Body()
		body.SetAttributeValue("revision", cty.NumberIntVal(l.pulled[p]))
	}
	_, err := w.Write(append([]byte(lockHead), hclwrite.Format(file.Bytes())...))
	return err
}

// Save writes the lock file of the manifest in dir, whole or not at all.
func (l *Lock) Save(dir string) error {
	var b bytes.Buffer
	if err := l.Write(&b); err != nil {
		return err
	}
	if b.Len() > maxLockBytes {
		return fmt.Errorf("it would have %d bytes, more than the %d of the largest lock file", b.Len(), maxLockBytes)
	}
	d, err := writefile.OpenDir(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return writefile.ReplaceIn(d, LockName, b.Bytes(), 0o644)
}

// writePin writes what is known; what is not known is left out.
func writePin(body *hclwrite.Body, p Pin) {
	text := func(name, value string) {
		if value != "" {
			body.SetAttributeValue(name, cty.StringVal(value))
		}
	}
	text("sha1", p.SHA1.String())
	if p.SHA256 != [32]byte{} {
		text("sha256", hex.EncodeToString(p.SHA256[:]))
	}
	if p.Size > 0 {
		body.SetAttributeValue("size", cty.NumberIntVal(p.Size))
	}
	text("media_type", p.MediaType)
	text("etag", p.ETag)
	if !p.LastModified.IsZero() {
		text("last_modified", p.LastModified.Format(time.RFC3339))
	}
}
