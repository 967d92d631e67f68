package render

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

// exhibition is what a museum plans on a busy day: sixty new photographs, a file that
// goes, forty equal edits, some of which replace others' work, and thirty blocked files
// of one reason.
func exhibition() (*plan.Plan, picture.Album) {
	w := newWorld()
	disk, wiki := map[string][]byte{}, map[string][]byte{}
	for i := range 60 {
		title := fmt.Sprintf("Museum - Estate, view %02d of the garden.jpg", i+1)
		body := asJPEG(scenery{sky: [2]uint32{0x7fb6e6 + uint32(i)*0x020100, 0xdff1f4}, sun: [2]float64{.2 + .01*float64(i), .25}, hills: 2 + i%4, seed: float64(i), snow: i%7 == 0}.paint(600-i%3*150, 400))
		if i == 3 {
			body = withPlace(body)
		}
		disk["scans/"+title] = body
		w.want(fmt.Sprintf("file.view[%q]", fmt.Sprintf("%02d", i+1)), title, string(body), int64(len(body)), text(information("Anna Schmidt", fmt.Sprintf("{{Accession|1911/%d}}", i))))
	}
	for i := range 40 {
		alikeEdit(w, i)
	}
	for i := range 30 {
		w.want(fmt.Sprintf("file.raw[%q]", fmt.Sprintf("%02d", i)), fmt.Sprintf("Museum - Raw scan %02d.tif", i), fmt.Sprint("raw ", i), 2<<20)
	}
	p := w.plan()
	return p, gathered(p, wiki, disk)
}

// icons is a plan of n icons: drawings and small pictures, some transparent, most of
// them new, every third changed. Three replace what Anna uploaded.
func icons(n int) (*plan.Plan, picture.Album) {
	w := newWorld()
	disk, wiki := map[string][]byte{}, map[string][]byte{}
	for i := range n {
		title := fmt.Sprintf("Icon %04d.png", i)
		now, was := asPNG(icon(i, 1)), asPNG(icon(i, 0))
		if i%2 == 0 {
			title = fmt.Sprintf("Icon %04d.svg", i)
			now, was = iconSVG(i, 1), iconSVG(i, 0)
		}
		disk["scans/"+title] = now
		w.want(fmt.Sprintf("file.icon[%q]", fmt.Sprintf("%04d", i)), title, string(now), int64(len(now)), text("An icon."))
		if i%3 != 0 {
			continue
		}
		user := "Uploader"
		if i%999 == 0 && i > 0 {
			user = "Anna"
		}
		wiki[title] = was
		w.have(title, string(was), int64(len(was)), "An icon.", user)
		v := w.facts.Have[provider.Title(title)].Version
		v.MIME, v.Width, v.Height = "image/png", icon(i, 0).Bounds().Dx(), icon(i, 0).Bounds().Dy()
		if strings.HasSuffix(title, ".svg") {
			v.MIME, v.Width, v.Height = "image/svg+xml", 24, 24
		}
	}
	p := w.plan()
	return p, gathered(p, wiki, disk)
}

// icon is a round sign of 32 × 32 pixels on a transparent ground; that of the last that
// replaces Anna's is larger.
func icon(seed, version int) image.Image {
	side := 32
	if seed == 2997 {
		side = 96
	}
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := 2*x-side+1, 2*y-side+1
			switch {
			case dx*dx+dy*dy > (side-2)*(side-2):
			case (x*(seed%5+2)+y*(seed%7+1))%11 < 4+version*2:
				img.SetNRGBA(x, y, color.NRGBA{uint8(seed * 37), uint8(90 + seed%100), uint8(255 - seed*11), 255})
			default:
				img.SetNRGBA(x, y, color.NRGBA{245, 240, 230, 255})
			}
		}
	}
	return img
}

func iconSVG(seed, version int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"><circle cx="12" cy="12" r="%d" fill="#%06x"/>`, 9+version, seed*40503%0xffffff)
	for i := range 20 {
		fmt.Fprintf(&b, `<path d="M%d %d l%d %d l-4 3 z" fill="#fff%d"/>`, (seed*7+i*5)%20, (seed*3+i*i)%20, i%5, seed%6, i%9)
	}
	return []byte(b.String() + "</svg>")
}
