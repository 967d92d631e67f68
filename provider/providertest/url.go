package providertest

import "testing"

// byURL is facts §5: content that the wiki fetches itself.
func (g *tour) byURL(t *testing.T) {
	fetch := func(t *testing.T, name, url string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "upload", "filename": name, "url": url}.and(more))
	}
	// source is a new file's name and the URL of its content.
	source := func(t *testing.T, what string, body []byte) (name, url string) {
		t.Helper()
		if g.Put == nil {
			t.Skip("this wiki has no source to fetch from")
		}
		name = g.name(what) + ".png"
		return name, g.Put(t, name, body)
	}

	// §5: answered as a direct upload is.
	fact(t, "success", func(t *testing.T) {
		body := picture(8)
		name, url := source(t, "by url", body)
		fetch(t, name, url, params{"text": "page", "comment": "why"}).is("upload.result", "Success").
			is("upload.filename", name).is("upload.imageinfo.sha1", sum(body)).is("upload.imageinfo.comment", "why")
		g.look(t, "File:"+name).is(storedText, "page")
	})

	// §4.4, §5: into the stash, to see the hash before it is published.
	fact(t, "into the stash", func(t *testing.T) {
		body := picture(8)
		name, url := source(t, "stashed url", body)
		key := fetch(t, name, url, params{"stash": "1"}).is("upload.result", "Success").
			is("upload.imageinfo.sha1", sum(body)).is("upload.imageinfo.size", len(body)).str("upload.filekey")
		g.look(t, "File:"+name).is("missing", true)
		fetch(t, name, url, params{"stash": "1", "tags": "nope-" + g.run}).refused("badtags")
		g.bot.write(t, params{"action": "upload", "filename": name, "filekey": key}).is("upload.result", "Success").
			is("upload.imageinfo.sha1", sum(body))
	})

	// §5: warnings as well; their key can be published.
	fact(t, "a warning", func(t *testing.T) {
		body := picture(8)
		name, url := source(t, "warned url", body)
		g.bot.upload(t, name, picture(8), nil).is("upload.result", "Success")
		key := fetch(t, name, url, nil).is("upload.result", "Warning").is("upload.warnings", map[string]string{"exists": name}).str("upload.filekey")
		g.bot.write(t, params{"action": "upload", "filename": name, "filekey": key, "ignorewarnings": "1"}).
			is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §5.1: the source's status is only in the sentence.
	fact(t, "not found", func(t *testing.T) {
		name, url := source(t, "there", picture(8))
		fetch(t, name, url+".missing", nil).refused("http-bad-status").says("404")
	})

	// §5.1: an error page with status 200, and nothing.
	fact(t, "not a picture", func(t *testing.T) {
		name, url := source(t, "page", []byte("<!DOCTYPE html><html><head><title>Sorry</title></head><body>x</body></html>"))
		fetch(t, name, url, nil).refused("verification-error")
		name, url = source(t, "nothing", nil)
		fetch(t, name, url, nil).refused("empty-file")
	})

	// §5.1: not http, not a URL.
	fact(t, "a bad URL", func(t *testing.T) {
		for _, url := range []string{"ftp://127.0.0.1/x.png", "file:///etc/passwd", "nonsense"} {
			fetch(t, g.name("bad url")+".png", url, nil).refused("http-invalid-url")
		}
	})

	// §5.1: nobody listens; nobody ever does on port 1.
	fact(t, "refused", func(t *testing.T) {
		fetch(t, g.name("refused")+".png", "http://127.0.0.1:1/x.png", nil).refused("http-curl-error")
	})
}
