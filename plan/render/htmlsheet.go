package render

import (
	"encoding/base64"
	"html/template"
	"slices"

	"wikiform/internal/number"
	"wikiform/internal/picture"
)

const (
	// htmlEager is how many changes have pictures that a browser reads with the page. It
	// reads those of the others when they are about to be seen: three thousand drawings
	// at once take it a minute.
	htmlEager = 200

	maxShared = 32 << 10 // bytes of a drawing that a page has twice
	iconSide  = 64       // pixels of the longer side of what is enlarged
	cardIcon  = 192      // to about that many on a card
	tileIcon  = 96       // and on the contact sheet,
	tilePair  = 64       // where two of them stand side by side
)

// htmlSheet is all pictures of a plan, small, before anything else.
type htmlSheet struct {
	Count string
	Rest  string // what is not on it
	Tiles []*htmlTile
	Lazy  bool // there are many
}

// htmlTile is a change on the contact sheet.
type htmlTile struct {
	Card, Kind, Sign, Title string
	Mark                    string // what to look at first, "" for nothing
	Others, Wide, Gone      bool
	Missing                 string
	Before, After           *htmlImage
}

// htmlImage is a picture in the page, or where in the page it is.
type htmlImage struct {
	ID            string
	Src           template.URL
	From          string // ID of the picture that has the data
	Late          bool   // to be read only when it is about to be seen
	Alt           string
	Width, Height int
	Crisp         bool // enlarged, with its pixels as squares
	Clear         bool // what is behind it may show
}

// dataURL is a picture of the package picture, which names one of three types.
func dataURL(media string, data []byte) template.URL {
	return template.URL("data:" + media + ";base64," + base64.StdEncoding.EncodeToString(data))
}

// enlarged is how many times as large small pictures are shown, for about so many
// pixels of the longest of their sides.
func enlarged(side int, pictures ...picture.Picture) int {
	long := 0
	for _, p := range pictures {
		if p.Drawn() {
			long = max(long, p.Width, p.Height)
		}
	}
	if long == 0 || long > iconSide {
		return 1
	}
	return max(1, side/long)
}

// tile puts a change on the contact sheet, if it has a picture or replaces somebody
// else's work. Where it shows all that the card would, the page has the picture once.
func (b *htmlBuilder) tile(h *htmlChange, v *view, kind string) {
	pair, found := b.pictures[v.title]
	if !found || v.content == nil && v.goes == nil && v.move == nil {
		return
	}
	if !pair.Before.Drawn() && !pair.After.Drawn() && !v.others {
		return
	}
	t := &htmlTile{Card: h.ID, Kind: kind, Sign: h.Sign, Title: h.Title, Others: v.others, Gone: v.goes != nil}
	for _, badge := range h.Badges {
		if badge.Class == "warn" && t.Mark == "" {
			t.Mark = badge.Text
		}
	}
	before, after := pair.Before, pair.After
	if v.content == nil {
		before, after = picture.Picture{}, pair.Before
	}
	side := tileIcon
	if before.Drawn() && after.Drawn() {
		side = tilePair
	}
	times := enlarged(side, before, after)
	t.Before, t.After = b.shot(h, &h.Compare.Before, before, times), b.shot(h, &h.Compare.After, after, times)
	t.Wide = t.Before != nil && t.After != nil && times == 1
	if t.After == nil {
		t.Missing = visible(after.Missing)
	}
	b.tiles = append(b.tiles, t)
}

// shot is a side as the contact sheet shows it.
func (b *htmlBuilder) shot(h *htmlChange, card *htmlSide, p picture.Picture, times int) *htmlImage {
	if !p.Drawn() || card.Image == nil {
		return nil
	}
	s := &htmlImage{Late: h.late, Clear: p.Clear, Crisp: times > 1}
	if times > 1 {
		s.Width, s.Height = p.Width*times, p.Height*times
	}
	switch {
	case p.Thumb != nil:
		s.Src = dataURL(p.ThumbMedia, p.Thumb)
	case len(p.Data) > maxShared:
		card.Image.ID = h.ID + card.Class
		s.From = card.Image.ID
	default:
		s.Src = card.Image.Src
		if h.late {
			s.ID = h.ID + "s" + card.Class
			card.Image.Src, card.Image.From = "", s.ID
		}
	}
	return s
}

// sheet is the contact sheet, with what replaces somebody else's work first; nil where
// there is nothing to choose from.
func (b *htmlBuilder) sheet(changes int) *htmlSheet {
	if len(b.tiles) < 2 {
		return nil
	}
	slices.SortStableFunc(b.tiles, func(x, y *htmlTile) int {
		switch {
		case x.Others == y.Others:
			return 0
		case x.Others:
			return -1
		}
		return 1
	})
	s := &htmlSheet{Count: number.Grouped(len(b.tiles)), Tiles: b.tiles, Lazy: len(b.tiles) > htmlEager}
	if rest := changes - len(b.tiles); rest > 0 {
		s.Rest = number.Of(rest, "more change") + " below, without a picture here."
	}
	return s
}
