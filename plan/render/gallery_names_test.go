package render

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

// namesGallery is a plan of pictures that are deleted and moved, with its album.
func namesGallery() (*plan.Plan, picture.Album) {
	wiki, disk := map[string][]byte{}, map[string][]byte{}
	p := names(func(w *world) {
		has := func(title string, content []byte, user string) {
			wiki[title] = content
			w.have(title, string(content), int64(len(content)), information("Anna Schmitt", ""), user)
			v := w.facts.Have[provider.Title(title)].Version
			if config, kind, err := image.DecodeConfig(bytes.NewReader(content)); err == nil {
				v.MIME, v.Width, v.Height = "image/"+kind, config.Width, config.Height
			}
		}
		lake := scenery{sky: [2]uint32{0x9db7c9, 0xe9dcc0}, sun: [2]float64{.72, .3}, hills: 3, seed: 1}
		has("Museum - Lake, draft.jpg", asJPEG(lake.paint(900, 600)), "Anna")
		w.absent("absent.draft", "Museum - Lake, draft.jpg", foreign)
		w.facts.Usages["Museum - Lake, draft.jpg"] = provider.Usage{
			Count: 12, Pages: []string{"Lakes", "Museum", "Talk:Museum"}, Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}},
		}
		has("Museum - Logo.png", asPNG(chart(640, 480, 7)), "Uploader")
		w.absent("absent.logo", "Museum - Logo.png")
		w.absent("absent.name", "Museum - Wrong name.jpg")
		w.leads("Museum - Wrong name.jpg", "File:Museum - Logo.png", "Uploader")

		has("DSC 00017.jpg", asJPEG(scenery{sky: [2]uint32{0x2c2a4a, 0xe58f65}, sun: [2]float64{.3, .52}, hills: 4, seed: 5}.paint(900, 600)), "Uploader")
		w.move("DSC 00017.jpg", "Museum - Dusk over the harbour.jpg")
		w.facts.Usages["DSC 00017.jpg"] = provider.Usage{Count: 2, Pages: []string{"Harbours", "Museum"}}
		winter := scenery{sky: [2]uint32{0xc9d6df, 0xf0f5f9}, sun: [2]float64{.5, .2}, hills: 5, seed: 9, snow: true}
		has("DSC 00018.jpg", asJPEG(winter.paint(900, 600)), "Uploader")
		winter.sun[0] = .3
		disk["scans/Museum - Winter.jpg"] = asJPEG(winter.paint(900, 600))
		w.want("file.winter", "Museum - Winter.jpg", string(disk["scans/Museum - Winter.jpg"]), int64(len(disk["scans/Museum - Winter.jpg"])), was("DSC 00018.jpg"))
		w.redirect("redirect.old", "Museum - Old winter.jpg", "Museum - Winter.jpg")
		w.redirect("redirect.older", "Museum - Older winter.jpg", "Museum - Winter.jpg")
		w.leads("Museum - Older winter.jpg", "File:Museum - Old winter.jpg", "Uploader")
	})
	return p, gathered(p, wiki, disk)
}

// A picture that goes away is marked on the page by more than its colour, and one that
// gets another title is shown as it is under the one that it has.
func TestHTMLShowsWhatGoes(t *testing.T) {
	t.Parallel()
	doc := string(page(t, first(namesGallery()), second(namesGallery())))
	change := func(title string) string {
		_, found, _ := strings.Cut(doc, `<bdi class="title">`+title+"</bdi>")
		found, _, _ = strings.Cut(found, "</section>")
		found, _, _ = strings.Cut(found, `<details class="change"`)
		return found
	}
	for title, wants := range map[string][]string{
		"Museum - Lake, draft.jpg":           {`<figure class="gone"><div class="struck"><img `, "<figcaption>Deleted from the wiki", "somebody else’s", "named by 12 pages", "by Anna"},
		"Museum - Logo.png":                  {`<figure class="gone"><div class="struck"><img `},
		"Museum - Wrong name.jpg":            {`<td>File:Museum - Logo.png</td><td></td>`},
		"Museum - Dusk over the harbour.jpg": {`<figure class="stays"><img `, "<figcaption>The picture", "named by 2 pages"},
		"Museum - Winter.jpg":                {`<figure class="before"><img `, `<figure class="after"><img `},
		"Museum - Older winter.jpg":          {`<td>File:Museum - Old winter.jpg</td><td>File:Museum - Winter.jpg</td>`},
	} {
		for _, want := range wants {
			if got := change(title); !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in\n%.2000s", title, want, got)
			}
		}
	}
	if !strings.Contains(doc, `<bdi class="was">DSC 00017.jpg</bdi><span class="to">→</span><bdi class="title">Museum - Dusk over the harbour.jpg</bdi>`) {
		t.Error("the old title is not beside the new one")
	}
}

// What goes away is seen to in both themes, and the picture of it is struck out.
func TestBrowserShowsWhatGoes(t *testing.T) {
	b := openBrowser(t)
	b.open(page(t, first(namesGallery()), second(namesGallery())))
	b.eval(`Promise.all([...document.images].map(i => i.decode()))`, nil)
	b.is(`document.querySelectorAll("main .struck img").length`, 2)
	b.is(`document.querySelectorAll("#sheet .struck img").length`, 2)
	for _, theme := range []string{"light", "dark"} {
		b.call("Emulation.setEmulatedMedia", values{"features": []values{{"name": "prefers-color-scheme", "value": theme}}}, nil)
		b.frame()
		b.is(`getComputedStyle(document.querySelector(".deleted .title")).textDecorationLine`, "line-through")
		b.is(`(r => r.width > 300 && r.height > 200)(document.querySelector("main .struck img").getBoundingClientRect())`, true)
		b.is(`getComputedStyle(document.querySelector("main .struck"), "::after").backgroundImage.startsWith("linear-gradient")`, true)
		b.keep("names-"+theme, true)
	}
	b.click(`.chip.deleted`)
	b.frame()
	b.is(`document.querySelector("#shown").value`, "3 of 7")
	b.click(`[data-flag=used]`)
	b.frame()
	b.is(`document.querySelector("#shown").value`, "1 of 7")
	b.quiet()
}
