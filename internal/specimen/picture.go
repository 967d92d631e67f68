package specimen

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
)

var pictures = map[string]func(n int) []byte{
	"png":  func(n int) []byte { return drawn(n, png.Encode) },
	"apng": func(n int) []byte { return animated(drawn(n, png.Encode)) },
	"gif": func(n int) []byte {
		return drawn(n, func(w io.Writer, i image.Image) error { return gif.Encode(w, i, nil) })
	},
	"jpg": func(n int) []byte {
		return append(drawn(n, func(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) }), mark(n)...)
	},
}

func mark(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// drawn is a picture that has another point for each n.
func drawn(n int, encode func(io.Writer, image.Image) error) []byte {
	img := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.RGBA{byte(n), byte(n >> 8), byte(n >> 16), 255}})
	img.Pix[9] = 1
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		panic(err) // bytes.Buffer takes everything
	}
	return b.Bytes()
}

// animated puts a chunk into a PNG that says how many pictures there are.
func animated(still []byte) []byte {
	const afterHeader = 33
	chunk := []byte("acTL\x00\x00\x00\x01\x00\x00\x00\x00")
	b := append([]byte(nil), still[:afterHeader]...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(chunk)-4))
	b = append(b, chunk...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
	return append(b, still[afterHeader:]...)
}

var archives = map[string]func(n int) []byte{
	"zip":  packed("harbour.txt", ""),
	"odt":  packed("mimetype", "application/vnd.oasis.opendocument.text"),
	"docx": packed("[Content_Types].xml", "<Types/>", "_rels/.rels", "<r/>", "word/document.xml", "<d/>"),
	"epub": packed("mimetype", "application/epub+zip"),
}

// packed is an archive of files, each a name and a content.
func packed(files ...string) func(n int) []byte {
	return func(n int) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := 0; i < len(files); i += 2 {
			f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Store})
			if err == nil {
				_, err = io.WriteString(f, files[i+1])
			}
			if err != nil {
				panic(err) // bytes.Buffer takes everything
			}
		}
		f, err := w.Create("n")
		if err == nil {
			_, err = f.Write(mark(n))
		}
		if err != nil || w.Close() != nil {
			panic(err)
		}
		return b.Bytes()
	}
}
