package picture

import (
	"encoding/binary"
	"io"
)

// maxParts bounds how many parts of a file are walked over to find its EXIF.
const maxParts = 1000

// exifOfJPEG looks through the segments before the pixels (ITU T.81, annex B)
// for the APP1 that begins with "Exif" and two NULs.
func exifOfJPEG(r io.ReaderAt, size int64) *section {
	file := &section{r, 0, size}
	at := int64(2)
	for range maxParts {
		head := file.read(at, 4)
		if head == nil || head[0] != 0xff || head[1] == 0xda {
			return nil
		}
		if head[1] == 0xff { // a fill byte
			at++
			continue
		}
		length := int64(binary.BigEndian.Uint16(head[2:]))
		if head[1] == 0xe1 && length >= 8 && string(file.read(at+4, 6)) == "Exif\x00\x00" {
			return file.part(at+10, length-8)
		}
		at += 2 + length
	}
	return nil
}

// exifOfPNG looks for the chunk eXIf.
func exifOfPNG(r io.ReaderAt, size int64) *section {
	file := &section{r, 0, size}
	at := int64(8)
	for range maxParts {
		head := file.read(at, 8)
		if head == nil {
			return nil
		}
		length := int64(binary.BigEndian.Uint32(head))
		if string(head[4:]) == "eXIf" {
			return file.part(at+8, length)
		}
		at += 12 + length
	}
	return nil
}

// exifOfWebP looks for the chunk EXIF. Some programs put the head of a JPEG's
// segment before the structure.
func exifOfWebP(r io.ReaderAt, size int64) *section {
	file := &section{r, 0, size}
	at := int64(12)
	for range maxParts {
		head := file.read(at, 8)
		if head == nil {
			return nil
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "EXIF" {
			if string(file.read(at+8, 6)) == "Exif\x00\x00" {
				return file.part(at+14, length-6)
			}
			return file.part(at+8, length)
		}
		at += 8 + length + length%2
	}
	return nil
}

// exifOfTIFF is the whole file, whose own directory the fields are in.
func exifOfTIFF(r io.ReaderAt, size int64) *section { return &section{r, 0, size} }

// part is a section of a section, as far as it is there.
func (s *section) part(at, size int64) *section {
	return &section{s.r, s.from + at, max(0, min(size, s.size-at))}
}

// readerAt reads from anywhere in what can seek, for one goroutine.
type readerAt struct{ r io.ReadSeeker }

func (r readerAt) ReadAt(p []byte, at int64) (int, error) {
	if _, err := r.r.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(r.r, p)
}
