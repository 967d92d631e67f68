package faulttest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

// project is a manifest on disk with one file for each way of writing, for a
// wiki that is reached over a socket. Its titles and bytes are like no others,
// so that a used wiki will do.
type project struct {
	dir, id        string
	api            string
	user, password string
	apply          []string          // the command line
	content        map[string][]byte // wanted, by title
	old            map[string][]byte // what is there before
	both           string            // title of the file of which content and text are there and differ
	foreign        map[string]int    // revisions that somebody else made meanwhile
}

const (
	oldText = "What was there."
	newText = "What shall be there."
)

// newProject writes the manifest. Its URL source is served by files.
func newProject(t *testing.T, what, api string, files *httptest.Server) *project {
	t.Helper()
	p := &project{dir: t.TempDir(), id: what + " " + rand.Text()[:10], api: api, content: map[string][]byte{}, old: map[string][]byte{}, foreign: map[string]int{}}
	p.apply = []string{"apply", "-auto-approve", "-parallelism=1", "-chunk-size=64KiB"}
	var b bytes.Buffer
	fmt.Fprintf(&b, "wiki \"w\" {\n  api = %q\n}\n", api)
	block := func(name, more string, size int) string {
		title := p.title(name)
		p.content[title] = freshPicture(size)
		fmt.Fprintf(&b, "file %q {\n  title = %q\n  source = %q\n%s}\n", name, title, name+".png", more)
		p.write(t, name+".png", p.content[title])
		return title
	}
	text := fmt.Sprintf("  description = %q\n", newText)
	block("create", text, 3_000)
	block("chunked", text, 200_000)
	p.old[block("replace", "", 4_000)] = freshPicture(3_500)
	p.both = block("both", text, 3_000)
	p.old[p.both] = freshPicture(2_500)
	edit := block("edit", text, 2_000)
	p.old[edit] = p.content[edit]

	remote := p.title("remote")
	p.content[remote] = freshPicture(5_000)
	fmt.Fprintf(&b, "file \"remote\" {\n  title = %q\n  url = %q\n  sha1 = %q\n%s}\n", remote, files.URL+"/"+url.PathEscape(remote), digest(p.content[remote]).SHA1, text)
	serveAlso(files, "/"+remote, p.content[remote])
	p.write(t, "main.wiki.hcl", b.Bytes())
	return p
}

func (p *project) title(name string) string { return p.id + " " + name + ".png" }

func (p *project) write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// serveAlso adds a page to a server.
func serveAlso(s *httptest.Server, path string, b []byte) {
	before := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		if req.URL.Path == path {
			rw.Header().Set("Content-Type", "image/png")
			rw.Write(b)
			return
		}
		if before != nil {
			before.ServeHTTP(rw, req)
			return
		}
		http.NotFound(rw, req)
	})
}

// freshPicture is a PNG that no wiki has seen.
func freshPicture(size int) []byte {
	b := make([]byte, size)
	rand.Read(b)
	copy(b, smallest)
	return b
}

// smallest is a whole PNG of one pixel; what follows its end is ignored.
var smallest = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// prepare puts onto the wiki what is to be there before the first run.
func (p *project) prepare(t *testing.T) {
	t.Helper()
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: p.api, Credentials: mediawiki.Credentials{User: p.user, Password: p.password}})
	if err != nil {
		t.Fatal(err)
	}
	for title, b := range p.old {
		_, err := c.Upload(t.Context(), provider.Upload{
			Title: provider.Title(title), Digest: digest(b), Text: oldText, Comment: comment,
			Body: &provider.Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(b)}, nil }},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// check holds the wiki against the manifest: its contents and texts, and that
// nothing was written twice.
func (p *project) check(t *testing.T, where string) {
	t.Helper()
	for title, b := range p.content {
		want := shown{SHA1s: []string{digest(b).SHA1.String()}, Text: newText, Revisions: 1 + p.foreign[title]}
		if old := p.old[title]; old != nil {
			want.Revisions++
			if !bytes.Equal(old, b) {
				want.SHA1s, want.Text = append(want.SHA1s, digest(old).SHA1.String()), oldText
			}
			if title == p.both {
				want.Text = newText
				want.Revisions++
			}
		}
		if diff := cmp.Diff(want, p.shown(t, title)); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", where, title, diff)
		}
	}
}

// shown is what the wiki shows of a file.
type shown struct {
	SHA1s     []string // of all versions, newest first
	Text      string   // of the latest revision
	Revisions int
}

func (p *project) shown(t *testing.T, title string) (s shown) {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct {
				ImageInfo []struct{ SHA1 string }
				Revisions []struct {
					Slots struct{ Main struct{ Content string } }
				}
			}
		}
	}
	query := url.Values{"action": {"query"}, "format": {"json"}, "formatversion": {"2"}, "prop": {"imageinfo|revisions"}, "titles": {"File:" + title},
		"iiprop": {"sha1"}, "iilimit": {"max"}, "rvprop": {"content"}, "rvslots": {"main"}, "rvlimit": {"max"}}
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Get(p.api + "?" + query.Encode())
	if err == nil {
		defer resp.Body.Close()
		err = json.NewDecoder(resp.Body).Decode(&a)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Query.Pages) != 1 {
		t.Fatalf("%s: %d pages", title, len(a.Query.Pages))
	}
	page := a.Query.Pages[0]
	for _, i := range page.ImageInfo {
		s.SHA1s = append(s.SHA1s, i.SHA1)
	}
	for i, r := range page.Revisions {
		if s.Revisions++; i == 0 {
			s.Text = r.Slots.Main.Content
		}
	}
	return s
}
