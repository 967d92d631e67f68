package sandbox

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" `
	for _, c := range []struct {
		name, body, ext string
		want            content
		refused         list
	}{
		{"png", string(picture(1)), "png", content{MIME: "image/png", Width: 8, Height: 8, Bits: 8}, nil},
		{"cut png", string(picture(1)[:40]), "png", content{MIME: "image/png"}, nil},
		{"png as jpg", string(picture(1)), "jpg", content{MIME: "image/png"}, list{"filetype-mime-mismatch", "jpg", "image/png"}},
		{"PNG", string(picture(1)), "PNG", content{MIME: "image/png", Width: 8, Height: 8, Bits: 8}, nil},
		{"text as png", "hello", "png", content{MIME: "text/plain"}, list{"filetype-mime-mismatch", "png", "text/plain"}},
		{"csv", "a,b\n1,2\n", "csv", content{MIME: "text/csv"}, nil},
		{"json", `{"a":1}`, "json", content{MIME: "application/json"}, nil},
		{"json as txt", `{"a":1}`, "txt", content{MIME: "application/json"}, list{"filetype-mime-mismatch", "txt", "application/json"}},
		{"html", "<html><body>", "txt", content{MIME: "text/html"}, list{"filetype-badmime", "text/html"}},
		{"svg", svg + `width="3px" height="4"/>`, "svg", content{MIME: "image/svg+xml", Width: 3, Height: 4}, nil},
		{"svg with a box", svg + `viewBox="0 0 10 20"/>`, "svg", content{MIME: "image/svg+xml", Width: 512, Height: 1024}, nil},
		{"svg with script", svg + `><script>x</script></svg>`, "svg", content{MIME: "image/svg+xml"}, list{"uploadscripted"}},
		{"svg with a handler", svg + `onload="x()"/>`, "svg", content{MIME: "image/svg+xml"}, list{"uploaded-event-handler-on-svg", "onload", "x()"}},
		{"broken svg", svg + `><g></svg>`, "svg", content{MIME: "image/svg+xml", Width: 512, Height: 512}, list{"uploadinvalidxml"}},
		{"bytes", "\x00\x01", "dat", content{MIME: unknownType}, nil},
		{"bytes as png", "\x00\x01", "png", content{MIME: unknownType}, list{"filetype-mime-mismatch", "png", unknownType}},
	} {
		b := reader([]byte(c.body))
		got, head, err := examine(b, provider.Digest{})
		if err != nil {
			t.Fatal(err)
		}
		refused := got.verify(b, head, c.ext)
		if diff := cmp.Diff(c.want, got); diff != "" || !cmp.Equal(c.refused, refused) {
			t.Errorf("%s: refused for %v, want %v (-want +got):\n%s", c.name, refused, c.refused, diff)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(picture(1), "png")
	f.Add([]byte(`<svg viewBox="0 0 0 0"/>`), "svg")
	f.Add([]byte("GIF89a\x01\x00"), "gif")
	f.Add([]byte("\xff\xd8\xff\xe0"), "jpg")
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), "png")
	f.Fuzz(func(t *testing.T, body []byte, ext string) {
		b := reader(body)
		c, head, err := examine(b, provider.Digest{})
		if err != nil {
			t.Fatal(err)
		}
		c.verify(b, head, ext)
		if c.Width < 0 || c.Height < 0 {
			t.Errorf("%d × %d", c.Width, c.Height)
		}
	})
}
