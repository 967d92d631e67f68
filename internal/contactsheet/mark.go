package contactsheet

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// mark is a part of the file of a sheet that says who drew it. A scan of somebody's may be
// called sheet-01.png and have the size of one, and is not to be taken for it.
var mark = pngText("Software\x00wikiform contact sheet")

// markAt is where it stands: behind the signature and the first chunk, which has the size.
const markAt = 8 + 25

// pngText is a chunk of a PNG with a keyword and a text.
func pngText(content string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	b = append(b, "tEXt"+content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// CheckOurs reports why a file is none that [Encode] gave; nil if it is one. It is no
// protection from who wants to be taken for us.
func CheckOurs(r io.Reader) error {
	b := bufio.NewReader(r)
	head, _ := b.Peek(markAt + len(mark)) // of a shorter file, what there is
	head = bytes.Clone(head)
	if err := Check(b); err != nil {
		return err
	}
	if !bytes.HasSuffix(head, mark) {
		return errors.New("it has the size of one, and wikiform did not draw it")
	}
	return nil
}
