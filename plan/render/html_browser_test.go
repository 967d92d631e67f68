package render

import (
	"bytes"
	"fmt"
	"testing"

	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
)

// A person looks at pictures: the swipe follows the mouse and the arrow keys,
// and a difference lays one side over the other.
func TestBrowserCompares(t *testing.T) {
	b := openBrowser(t)
	b.open(page(t, first(gallery()), second(gallery())))
	b.is(`document.querySelectorAll("main img").length`, 11)
	b.eval(`Promise.all([...document.images].map(i => i.decode()))`, nil)
	for _, theme := range []string{"light", "dark"} {
		b.call("Emulation.setEmulatedMedia", values{"features": []values{{"name": "prefers-color-scheme", "value": theme}}}, nil)
		b.frame()
		b.keep("gallery-"+theme, true)
	}

	b.click(`[data-mode=swipe]`)
	b.frame()
	const clip = `getComputedStyle(document.querySelector(".after")).clipPath`
	b.is(clip, "inset(0px 0px 0px 50%)")
	x, y := b.middle(".grip")
	b.mouse("mousePressed", x, y)
	b.mouse("mouseMoved", x-200, y)
	b.mouse("mouseReleased", x-200, y)
	b.frame()
	var dragged float64
	b.eval(`parseFloat(document.querySelector(".grip").value)`, &dragged)
	if dragged <= 5 || dragged >= 45 {
		t.Errorf("the swipe is at %v %% after it was drawn to the left", dragged)
	}
	b.is(clip, fmt.Sprintf("inset(0px 0px 0px %v%%)", dragged))
	b.is(`document.elementFromPoint(innerWidth / 2, innerHeight / 2) !== null`, true)
	b.keep("swipe-dark", false)
	b.eval(`scrollTo(0, 0)`, nil)
	b.keep("gallery-sheet", false)
	b.call("Input.dispatchKeyEvent", values{"type": "keyDown", "key": "ArrowRight", "windowsVirtualKeyCode": 39}, nil)
	b.frame()
	b.is(`parseFloat(document.querySelector(".grip").value) > `+fmt.Sprint(dragged), true)

	b.eval(`document.activeElement.blur()`, nil)
	b.write("3") // differences everywhere
	b.frame()
	b.is(`getComputedStyle(document.querySelector(".after")).mixBlendMode`, "difference")
	b.is(`document.querySelectorAll("[data-mode=difference].compare").length`, 5)
	b.keep("difference-dark", false)
	b.write("t1")
	b.is(`document.documentElement.dataset.theme`, "light")
	b.is(`document.querySelectorAll(".compare:not([data-mode=side])").length`, 0)
	b.quiet()
}

func first(p *plan.Plan, _ picture.Album) *plan.Plan     { return p }
func second(_ *plan.Plan, a picture.Album) picture.Album { return a }

// A person looks for something: chips, words and keys.
func TestBrowserFilters(t *testing.T) {
	b := openBrowser(t)
	b.open(page(t, mixed(), nil))
	const rows = `[...document.querySelectorAll(".change")].filter(e => e.checkVisibility()).length`
	b.is(rows, 9)
	b.click(`.chip.created`)
	b.frame()
	b.is(rows, 3)
	b.is(`document.querySelector("#shown").value`, "3 of 9")
	b.click(`.chip.content`)
	b.frame()
	b.is(rows, 5)
	b.eval(`document.activeElement.blur()`, nil)
	b.write("/bridge SCHMITT")
	b.frame()
	b.is(`document.activeElement.id`, "find")
	b.is(rows, 1)
	b.is(`[...document.querySelectorAll("section")].filter(e => e.checkVisibility()).length`, 1)
	b.write(" nothing has these words")
	b.frame()
	b.is(rows, 0)
	b.is(`document.querySelector("#none").hidden`, false)
	b.call("Input.dispatchKeyEvent", values{"type": "keyDown", "key": "Escape"}, nil)
	b.frame()
	b.is(rows, 9)

	b.write("jj")
	b.is(`document.activeElement.closest(".change").id`, "c2")
	b.write("k")
	b.is(`document.activeElement.closest(".change").id`, "c1")
	b.write("e") // some are open, so all are opened first
	b.write("e")
	b.frame()
	b.is(`document.querySelectorAll(".change[open]").length`, 0)
	b.write("?")
	b.is(`document.querySelector("#keys").matches(":popover-open")`, true)
	b.quiet()
}

// Whatever a wiki or a manifest says is text.
func TestBrowserRunsNothingForeign(t *testing.T) {
	b := openBrowser(t)
	for _, evil := range []string{
		`<script>window.hit = 1</script><img src=x onerror="window.hit = 1"><svg onload="window.hit = 1">`,
		`"><script>window.hit = 1</script><a href="javascript:window.hit=1" autofocus onfocus="window.hit = 1">x</a>`,
		`' onmouseover='window.hit = 1' x='</style></script><script>window.hit = 1</script><!--`,
		`{{.}} ${window.hit = 1} </title></textarea><iframe srcdoc="<script>parent.hit = 1</script>"></iframe>`,
		`<link rel=stylesheet href=http://127.0.0.1:9/x><meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">`,
	} {
		p := hostile(evil)
		album := picture.Album{}
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90" onload="parent.hit=1;top.hit=1">` +
			`<script>parent.hit = 1; top.hit = 1; fetch("http://127.0.0.1:9/")</script><image xlink:href="http://127.0.0.1:9/x.png" width="9" height="9"/>` +
			`<foreignObject width="50" height="50"><body xmlns="http://www.w3.org/1999/xhtml"><script>top.hit = 1</script><iframe src="http://127.0.0.1:9/"/></body></foreignObject>` +
			`<rect width="90" height="90" fill="green"/></svg>`)
		for i := range p.Changes {
			drawing := picture.NewRoom().Draw(t.Context(), inMemory(svg))
			drawing.Exif = picture.Exif{Read: true, Fields: []picture.Field{{Name: evil, Value: evil}}}
			album[p.Changes[i].Claim.Title] = picture.Pair{Before: picture.Picture{Type: evil, Missing: evil, Exif: picture.Exif{Read: true}}, After: drawing}
		}
		b.open(page(t, p, album))
		b.eval(`Promise.all([...document.images].map(i => i.decode()))`, nil)
		b.is(`[...document.querySelectorAll("*")].some(e => [...e.attributes].some(a => a.name.startsWith("on") || a.name === "style"))`, false)
		b.write("e/x") // open all, search
		b.frame()
		b.is(`window.hit === undefined`, true)
		b.is(`document.querySelectorAll("script").length`, 1)
		b.is(`document.querySelectorAll("iframe, link:not([rel=icon]), base, form, object, embed").length`, 0)
		b.quiet()
	}
}

// The policy of the page stops what escaping should have stopped before.
func TestBrowserPolicyHolds(t *testing.T) {
	b := openBrowser(t)
	good := page(t, mixed(), nil)
	bad := bytes.Replace(good, []byte("<main>"), []byte(`<main><script>window.hit = 1</script><img src="http://127.0.0.1:9/x.png" onerror="window.hit = 1"><p style="color: red">`), 1)
	b.open(bad)
	b.frame()
	b.is(`window.hit === undefined`, true)
	refused := 0
	for _, e := range b.heard {
		if e.Method == "Log.entryAdded" {
			refused++
		}
	}
	if refused < 3 {
		t.Errorf("the browser refused %d things, want the script, the picture, the handler and the style", refused)
	}
	b.is(`document.querySelectorAll(".change").length`, 9)
}

// Ten thousand changes open and scroll. The bound is generous for a busy
// machine; the figures are logged.
func TestBrowserOpensThousands(t *testing.T) {
	doc := page(t, thousands(10_000), nil)
	b := openBrowser(t)
	took := b.open(doc)
	var painted float64
	b.eval(`performance.getEntriesByName("first-contentful-paint")[0].startTime`, &painted)
	b.is(`document.querySelectorAll(".change:not(.group), .member").length`, 10_000)
	var scroll struct{ Frames, Longest, Search float64 }
	b.eval(`(async () => {
		const frame = () => new Promise(requestAnimationFrame);
		let frames = 0, longest = 0, before = await frame();
		for (; frames < 60; frames++) {
			scrollBy(0, document.body.scrollHeight / 60);
			const now = await frame();
			longest = Math.max(longest, now - before);
			before = now;
		}
		const last = [...document.querySelectorAll(".change")].at(-1);
		last.scrollIntoView();
		await frame();
		if (!last.checkVisibility({contentVisibilityAuto: true})) throw new Error("the last change is not drawn");
		const began = performance.now();
		const find = document.querySelector("#find"), shown = document.querySelector("#shown");
		find.value = "plate 04242"; find.dispatchEvent(new Event("input", {bubbles: true}));
		while (!shown.value) await new Promise(done => setTimeout(done, 1));
		await frame();
		return {Frames: frames, Longest: longest, Search: performance.now() - began};
	})()`, &scroll)
	b.is(`document.querySelector("#shown").value`, "1 of 10,000")
	t.Logf("%d changes, %s: first seen after %.0f ms, all open after %s; slowest of %v frames while scrolling %.0f ms; search %.0f ms",
		10_000, number.Bytes(int64(len(doc))), painted, took.Round(1e6), scroll.Frames, scroll.Longest, scroll.Search)
	if took > 10e9 {
		t.Errorf("the page opens after %s", took)
	}
	b.quiet()
}

// A curator opens the page of a busy day: the contact sheet comes first, a click or the
// keys open a card, and what many files have in common is said once.
func TestBrowserContactSheet(t *testing.T) {
	p, album := exhibition()
	doc := page(t, p, album)
	b := openBrowser(t)
	b.timePictures()
	took := b.open(doc)
	t.Logf("60 new files, %s: first picture seen after %.0f ms, all open after %s", number.Bytes(int64(len(doc))), b.firstPicture(), took.Round(1e6))
	b.eval(`Promise.all([...document.images].map(i => i.decode()))`, nil)
	for _, theme := range []string{"light", "dark"} {
		b.call("Emulation.setEmulatedMedia", values{"features": []values{{"name": "prefers-color-scheme", "value": theme}}}, nil)
		for _, width := range []int{390, 1280, 2000} {
			b.call("Emulation.setDeviceMetricsOverride", values{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
			b.frame()
			b.keep(fmt.Sprintf("exhibition-%s-%d", theme, width), false)
			for _, section := range []string{"blocked", "description", "created"} {
				b.eval(fmt.Sprintf(`document.querySelector("section.%s").scrollIntoView()`, section), nil)
				b.frame()
				b.keep(fmt.Sprintf("exhibition-%s-%d-%s", theme, width, section), false)
			}
			b.eval(`scrollTo(0, 0)`, nil)
			b.is(`document.documentElement.scrollWidth <= innerWidth`, true)
		}
	}
	b.call("Emulation.setDeviceMetricsOverride", values{"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.frame()
	b.is(`document.querySelectorAll(".tile").length`, 60)
	b.is(`document.querySelector(".tile img").getBoundingClientRect().top < innerHeight`, true)
	// New files stand two to a row.
	b.is(`new Set([...document.querySelectorAll("section.created .change")].slice(0, 2).map(e => e.getBoundingClientRect().top)).size`, 1)
	// Thirty files of one reason and the equal edits are a card each, and all are named.
	b.is(`document.querySelectorAll("section.blocked .change").length`, 1)
	b.is(`document.querySelectorAll("section.blocked .member").length`, 30)
	// A card that is open shows its difference, although the page has that once.
	b.is(`document.querySelectorAll("section.description .change[open]:not(:has(.diff))").length`, 0)
	b.is(`document.querySelectorAll("section.description .group .member").length + document.querySelectorAll("section.description .change:not(.group)").length`, 40)

	b.eval(`document.querySelector("section.created .change").open = false`, nil)
	b.click(`.tile[href="#` + b.text(`document.querySelector("section.created .change").id`) + `"]`)
	b.frame()
	b.is(`document.activeElement.closest(".change") === document.querySelector("section.created .change")`, true)
	b.is(`document.activeElement.closest(".change").open`, true)
	b.write("s")
	b.frame()
	b.is(`document.activeElement === document.querySelector(".tile")`, true)
	b.write("ee") // open all, close all
	b.eval(`document.querySelector("section.description").scrollIntoView()`, nil)
	b.frame()
	b.is(`document.querySelectorAll(".change[open]").length`, 0)
	// All but the group replace others' work, which a closed row shows.
	b.is(`[...document.querySelectorAll("section.description .change > summary")].every(e =>
		/ 0\.13\)$/.test(getComputedStyle(e).backgroundColor) === !e.parentElement.matches(".group"))`, true)
	b.keep("exhibition-collapsed", false)
	b.key("ArrowRight", 39)
	b.is(`[...document.querySelectorAll(".tile")].indexOf(document.activeElement)`, 1)
	b.key("ArrowDown", 40)
	b.is(`document.activeElement.getBoundingClientRect().left === document.querySelectorAll(".tile")[1].getBoundingClientRect().left
		&& document.activeElement.getBoundingClientRect().top > document.querySelectorAll(".tile")[1].getBoundingClientRect().top`, true)
	b.key("ArrowUp", 38)
	b.is(`[...document.querySelectorAll(".tile")].indexOf(document.activeElement)`, 1)
	b.key("End", 35)
	b.is(`document.activeElement === [...document.querySelectorAll(".tile")].at(-1)`, true)
	b.key("Enter", 13)
	b.frame()
	b.is(`document.activeElement.closest(".change") === [...document.querySelectorAll("section.created .change")].at(-1)`, true)

	// A filter is one for tiles, cards and names in cards.
	b.eval(`document.activeElement.blur()`, nil)
	b.write("/raw scan 17")
	b.frame()
	b.is(`document.querySelector("#shown").value`, "1 of 130")
	b.is(`[...document.querySelectorAll(".member")].filter(e => e.checkVisibility()).length`, 1)
	b.is(`document.querySelector("#sheet").hidden`, true)
	b.key("Escape", 27)
	b.frame()
	b.write("/1911/41")
	b.frame()
	b.is(`[...document.querySelectorAll(".tile")].filter(e => e.checkVisibility()).length`, 1)
	b.quiet()
}

// Three thousand icons: the first is seen at once, the sheet scrolls, the three that
// replace somebody's work stand first and are found by one click, and an icon is
// enlarged with its pixels as squares.
func TestBrowserIcons(t *testing.T) {
	p, album := icons(3000)
	doc := page(t, p, album)
	b := openBrowser(t)
	b.timePictures()
	took := b.open(doc)
	seen := b.firstPicture()
	b.is(`document.querySelectorAll(".tile").length`, 3000)
	b.is(`[...document.querySelectorAll(".tile")].slice(0, 4).map(t => t.matches(".others")).join()`, "true,true,true,false")
	b.is(`(i => i.complete && i.naturalWidth > 0)(document.querySelector(".tile img"))`, true)
	b.keep("icons-light", false)
	var scroll struct{ Frames, Longest float64 }
	b.eval(`(async () => {
		const sheet = document.querySelector(".tiles"), frame = () => new Promise(requestAnimationFrame);
		let frames = 0, longest = 0, before = await frame();
		for (; frames < 60; frames++) {
			sheet.scrollBy(0, sheet.scrollHeight / 60);
			const now = await frame();
			longest = Math.max(longest, now - before);
			before = now;
		}
		const last = [...document.querySelectorAll(".tile")].at(-1), img = last.querySelector("img");
		last.scrollIntoView();
		while (!img.complete || !img.naturalWidth) await frame();
		return {Frames: frames, Longest: longest};
	})()`, &scroll)
	b.keep("icons-end", false)
	t.Logf("3,000 icons, %s: first picture seen after %.0f ms, all open after %s; slowest of %v frames while scrolling %.0f ms",
		number.Bytes(int64(len(doc))), seen, took.Round(1e6), scroll.Frames, scroll.Longest)

	b.eval(`scrollTo(0, 0)`, nil)
	b.click(`.chip[data-flag=others]`)
	b.frame()
	b.is(`document.querySelector("#shown").value`, "3 of 3,000")
	b.is(`[...document.querySelectorAll(".change")].filter(e => e.checkVisibility() && e.open).length`, 3)
	b.is(`[...document.querySelectorAll(".tile")].filter(e => e.checkVisibility()).length`, 3)
	b.keep("icons-others", false)
	for i, width := range []int{512, 480} { // 16 × 32 and 5 × 96 pixels
		card := "#" + b.text(fmt.Sprintf(`[...document.querySelectorAll(".change:not([hidden])")].filter(e => e.textContent.includes(".png"))[%d].id`, i))
		for _, mode := range []string{"swipe", "difference"} {
			b.click(card + ` [data-mode=` + mode + `]`)
			b.frame()
			b.is(fmt.Sprintf(`getComputedStyle(document.querySelector("%s .after img")).imageRendering`, card), "pixelated")
			b.is(fmt.Sprintf(`document.querySelector("%s .stage").clientWidth`, card), width)
			b.keep(fmt.Sprintf("icons-%s-%d", mode, width), false)
		}
	}
	b.quiet()
}
