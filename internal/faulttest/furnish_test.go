package faulttest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// write gives the blocks about names.
func (n names) write(b *bytes.Buffer) {
	for _, m := range n.Moves {
		fmt.Fprintf(b, "moved {\n  from = %q\n  to = %q\n  reason = %q\n  redirect = %t\n  foreign = %t\n}\n", m.From, m.To, comment, !m.NoRedirect, m.Foreign)
	}
	for i, r := range n.Redirects {
		fmt.Fprintf(b, "redirect \"r%d\" {\n  title = %q\n  to = %q\n  comment = %q\n  foreign = %t\n}\n", i, r.Title, r.To, comment, r.Foreign)
	}
	for i, a := range n.Absences {
		fmt.Fprintf(b, "absent \"a%d\" {\n  title = %q\n  reason = %q\n  foreign = %t\n}\n", i, a.Title, comment, a.Foreign)
	}
}

// furnish puts onto the wiki what is there before. What is ours was uploaded as we
// upload, since whose a file is is told by its comment as well.
func (w *world) furnish() error {
	var c *mediawiki.Client
	for i, x := range w.schedule.There {
		title, err := x.Title, error(nil)
		if x.Left != "" {
			title = x.Left
		}
		by := x.By
		if by == "" {
			by = us
		}
		switch {
		case x.Have == page:
			err = w.wiki.PutPage("File:"+title, thereBefore, by)
		case x.Have == leads:
			err = w.wiki.Redirect(by, "File:"+title, "File:"+x.To)
		case x.By != "":
			err = w.wiki.PutFile(title, w.contentOf(i), thereBefore, by)
		default:
			if c == nil {
				c, err = mediawiki.Dial(context.Background(), mediawiki.Config{
					API: api, Transport: w.wiki.Transport(),
					Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
				})
			}
			if err == nil {
				err = upload(c, title, w.contentOf(i), comment+" "+w.schedule.mark())
			}
		}
		for n := 0; x.Deep && n < 2 && err == nil; n++ {
			text := fmt.Sprint(thereBefore, n)
			if x.Have == leads {
				text = fmt.Sprintf("#REDIRECT [[File:%s]] %d", x.To, n)
			}
			err = w.wiki.PutPage("File:"+title, text, by)
		}
		if err == nil && x.Left != "" {
			err = w.wiki.Move(anna, "File:"+x.Left, "File:"+x.Title, true)
		}
		if err != nil {
			return fmt.Errorf("%+v: %w", x, err)
		}
	}
	time.Sleep(time.Minute) // so that no version is of the same second
	return nil
}

func (w *world) contentOf(i int) []byte {
	if x := w.schedule.There[i]; x.Have == current {
		return w.content[name(x.Of)]
	}
	return picture(direct, 200+i)
}

func upload(c *mediawiki.Client, title string, b []byte, comment string) error {
	_, err := c.Upload(context.Background(), provider.Upload{
		Title: provider.Title(title), Digest: digest(b), Text: thereBefore, Comment: comment,
		Body: &provider.Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(b)}, nil }},
	})
	return err
}
