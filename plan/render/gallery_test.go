package render

import (
	"bytes"
	"context"
	"crypto/sha1"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"

	"wikiform/internal/gather"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// gallery is a plan of six changed pictures and one new one, with its album.
func gallery() (*plan.Plan, picture.Album) {
	w := newWorld()
	wiki, disk := map[string][]byte{}, map[string][]byte{}
	show := func(address, title string, before, after []byte, user string, more ...func(*plan.Claim)) {
		path := "scans/" + title
		disk[path] = after
		w.want(address, title, string(after), int64(len(after)), more...)
		if before == nil {
			return
		}
		wiki[title] = before
		w.have(title, string(before), int64(len(before)), information("Anna Schmitt", ""), user)
		v := w.facts.Have[provider.Title(title)].Version
		config, kind, err := image.DecodeConfig(bytes.NewReader(before))
		if v.MIME = "image/" + kind; err != nil {
			v.MIME, config.Width, config.Height = "image/svg+xml", 320, 200
		}
		v.Width, v.Height = config.Width, config.Height
	}
	corrected := text(information("Anna Schmidt", "{{Accession|1911/17}}"))
	lake := scenery{sky: [2]uint32{0x9db7c9, 0xe9dcc0}, sun: [2]float64{.72, .3}, hills: 3, seed: 1}
	yellowed := lake
	yellowed.tint = 0.35
	show(`file.plate["0001"]`, "Museum - Lake at noon, plate 17.jpg", asJPEG(yellowed.paint(900, 600)), withPlace(asJPEG(lake.paint(1500, 1000))), "Anna", corrected)
	dusk := scenery{sky: [2]uint32{0x2c2a4a, 0xe58f65}, sun: [2]float64{.3, .52}, hills: 4, seed: 5}
	boat := dusk
	boat.boat = true
	show(`file.plate["0002"]`, "Museum - Dusk over the harbour.png", asPNG(boat.paint(600, 800)), asPNG(dusk.paint(600, 800)), "Uploader")
	show(`file.plate["0003"]`, "Museum - Winter.jpg", asJPEG(scenery{sky: [2]uint32{0xc9d6df, 0xf0f5f9}, sun: [2]float64{.5, .2}, hills: 5, seed: 9, snow: true}.paint(1050, 490)),
		asJPEG(scenery{sky: [2]uint32{0xb4c7d6, 0xf0f5f9}, sun: [2]float64{.55, .2}, hills: 5, seed: 9, snow: true}.paint(1050, 490)), "Bob")
	logo := func(colour string) []byte {
		return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200"><circle cx="100" cy="100" r="70" fill="%s"/><path d="M60 130 L100 50 L140 130 Z" fill="#fff"/><text x="190" y="115" font-family="Georgia" font-size="30" fill="#444">Museum</text></svg>`, colour)
	}
	show("file.logo", "Museum - Logo.svg", logo("#8a5a00"), logo("#1f5fa8"), "Uploader", tags("logo"))
	show("file.map", "Museum - Map of the estate.png", asPNG(chart(640, 480, 7)), asPNG(chart(640, 480, 9)), "Uploader")
	show("file.film", "Museum - Opening, 1911.ogv", []byte("OggS old film"), []byte("OggS a new film"), "Uploader")
	film := w.facts.Have["Museum - Opening, 1911.ogv"].Version
	film.MIME, film.Width, film.Height = "video/ogg", 640, 480
	show("file.garden", "Museum - Garden.jpg", nil, asJPEG(scenery{sky: [2]uint32{0x7fb6e6, 0xdff1f4}, sun: [2]float64{.2, .25}, hills: 2, seed: 3}.paint(900, 600)), "", corrected)
	w.facts.Site.Extensions = append(w.facts.Site.Extensions, "ogv")

	p := w.plan()
	return p, gathered(p, wiki, disk)
}

// gathered is the album of a plan on a wiki that draws what it has as it is.
func gathered(p *plan.Plan, wiki, disk map[string][]byte) picture.Album {
	return gather.Album(context.Background(), p, gather.Sources{
		Thumbs: func(_ context.Context, titles []provider.Title, _ int) (map[provider.Title]provider.Thumb, error) {
			thumbs := map[provider.Title]provider.Thumb{}
			for _, t := range titles {
				if body := wiki[string(t)]; len(body) > 100 {
					thumbs[t] = provider.Thumb{Original: string(t), Small: string(t), SHA1: sha1.Sum(body)}
				} else {
					thumbs[t] = provider.Thumb{Original: string(t), SHA1: sha1.Sum(body)}
				}
			}
			return thumbs, nil
		},
		Get: func(_ context.Context, url string, most int64) ([]byte, error) {
			return wiki[url][:min(most, int64(len(wiki[url])))], nil
		},
		Open: func(_ context.Context, c plan.Content) (provider.Body, error) {
			return inMemory(disk[c.Source.Path]), nil
		},
	})
}

func inMemory(b []byte) provider.Body {
	return provider.Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) {
		return struct {
			io.ReadSeeker
			io.Closer
		}{bytes.NewReader(b), io.NopCloser(nil)}, nil
	}}
}

// scenery is a landscape: enough of a photograph to see what changed.
type scenery struct {
	sky        [2]uint32 // colours at the top and at the horizon
	sun        [2]float64
	hills      int
	seed       float64
	tint       float64 // how yellow the plate has become
	boat, snow bool
}

func (s scenery) paint(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			c := mix(s.sky[0], s.sky[1], v/.7)
			if d := math.Hypot((u-s.sun[0])*float64(w)/float64(h), v-s.sun[1]); d < .055 {
				c = [3]float64{255, 246, 214}
			} else {
				glow := 90 * math.Exp(-d*6)
				c[0], c[1], c[2] = c[0]+glow, c[1]+glow*.8, c[2]+glow*.5
			}
			for i := range s.hills {
				n := float64(i)
				edge := .5 + .09*n + .05*math.Sin(u*(5+2*n)+s.seed*(n+1)) + .018*math.Sin(u*(23+9*n)+s.seed)
				if v > edge {
					far := 1 - (n+1)/float64(s.hills)
					c = mix(0x2f3d2c, s.sky[1], far*.75)
					if s.snow {
						c = mix(0xe6edf2, 0x9fb2c2, far+(v-edge))
					}
				}
			}
			if s.boat && v > .78 && v < .82 && math.Abs(u-.4) < .1-(v-.78) {
				c = [3]float64{30, 20, 20}
			}
			grain := float64((x*7919+y*104729)%13) - 6
			c = [3]float64{c[0] + grain + 40*s.tint, c[1] + grain + 12*s.tint, c[2] + grain - 110*s.tint}
			img.SetNRGBA(x, y, color.NRGBA{eightBits(c[0]), eightBits(c[1]), eightBits(c[2]), 255})
		}
	}
	return img
}

// chart is a drawing with n contour lines on a transparent ground.
func chart(w, h, n int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			z := math.Sin(float64(x)/90) + math.Cos(float64(y)/70) + .4*math.Sin(float64(x+y)/40)
			if f := z*float64(n)/2 - math.Floor(z*float64(n)/2); f < .1 {
				img.SetNRGBA(x, y, color.NRGBA{120, 80, 30, 255})
			}
		}
	}
	return img
}

func mix(a, b uint32, t float64) (c [3]float64) {
	t = min(1, max(0, t))
	for i := range c {
		shift := 16 - 8*i
		c[i] = float64(a>>shift&255)*(1-t) + float64(b>>shift&255)*t
	}
	return c
}

func eightBits(f float64) uint8 { return uint8(min(255, max(0, f))) }

func asPNG(img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // bytes.Buffer takes everything
	}
	return b.Bytes()
}

func asJPEG(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 88}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// withPlace puts an EXIF with a camera and a position into a JPEG.
func withPlace(b []byte) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08" +
		"\x00\x02" + "\x01\x10\x00\x02\x00\x00\x00\x04D90\x00" + "\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26" + "\x00\x00\x00\x00" +
		"\x00\x04" +
		"\x00\x01\x00\x02\x00\x00\x00\x02N\x00\x00\x00" + "\x00\x02\x00\x05\x00\x00\x00\x03\x00\x00\x00\x5c" +
		"\x00\x03\x00\x02\x00\x00\x00\x02E\x00\x00\x00" + "\x00\x04\x00\x05\x00\x00\x00\x03\x00\x00\x00\x74" + "\x00\x00\x00\x00" +
		"\x00\x00\x00\x34\x00\x00\x00\x01\x00\x00\x00\x1e\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01" +
		"\x00\x00\x00\x0d\x00\x00\x00\x01\x00\x00\x00\x16\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01")
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(segment) + 2)}, segment...)
	return append(head, b[2:]...)
}

// thousands is a plan of n changes, no two of them alike.
func thousands(n int) *plan.Plan {
	w := newWorld()
	for i := range n {
		title := fmt.Sprintf("Museum - Plate %05d.jpg", i)
		address := fmt.Sprintf("file.plate[\"%05d\"]", i)
		before := information("Anna Schmitt", fmt.Sprintf("{{Accession|%d/17}}", i))
		after := text(information("Anna Schmidt", fmt.Sprintf("{{Accession|%d/18}}", i)))
		switch i % 10 {
		case 0, 1, 2:
			w.want(address, title, title, int64(i+1)<<10, after)
		case 3, 4:
			w.want(address, title, title+" new", int64(i+1)<<10, after)
			w.have(title, title, int64(i)<<10, before, []string{"Anna", "Uploader"}[i%2])
		case 5:
			w.want(address, title[:len(title)-4]+".tiff", title, int64(i+1)<<10)
		case 6:
			w.want(address, title, "", 0, func(w *plan.Claim) {
				w.Content = &plan.Content{Source: spec.Source{URL: "https://data.example.org/" + title, Via: spec.ViaAuto}}
			})
			w.have(title, title, 9, before, "Uploader")
		default:
			w.want(address, title, title, int64(i+1)<<10, after)
			w.have(title, title, int64(i+1)<<10, before, []string{"Anna", "Bob"}[i%2])
		}
	}
	return w.plan()
}
