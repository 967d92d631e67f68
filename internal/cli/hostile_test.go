package cli_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/provider/sandbox"
)

// hostileMemory is what a wiki may cost us above what the manifest does.
const hostileMemory = 256 << 20

// bomb is what a hostile wiki answers to the requests of one kind.
type bomb struct {
	to     string             // a parameter of the request, as "prop=revisions"; every other is answered as it should be
	header func() http.Header // made when it is sent: these tests are the program as well, and start often
	zipped bool
	// pages: the wiki has all files already, and other texts.
	pages bool
	body  func(w io.Writer) // JSON
}

// times writes one text many times, with commas between.
func times(w io.Writer, n int, text string) {
	block := []byte(strings.Repeat(text+",", 1000))
	for ; n > 1000; n -= 1000 {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
	io.WriteString(w, strings.Repeat(text+",", n-1)+text)
}

// within is a body with n times text in the middle.
func within(head string, n int, text, tail string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, head)
		times(w, n, text)
		io.WriteString(w, tail)
	}
}

const mega = 1 << 20

var bombs = map[string]bomb{
	"empty pages":           {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[`, 10*mega, `{}`, `]}}`)},
	"empty pages that fit":  {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[`, 5*mega, `{}`, `]}}`)},
	"versions":              {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[{"title":"File:P1.png","imageinfo":[`, 5*mega, `{}`, `]}]}}`)},
	"tags of a revision":    {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[{"title":"File:P1.png","revisions":[{"tags":[`, 5*mega, `""`, `]}]}]}}`)},
	"one long name":         {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[{"title":"File:P1.png","imageinfo":[{"user":"`, 2*mega, `aaaaaaa`, `"}]}]}}`)},
	"nested":                {to: "prop=imageinfo|info|revisions", body: func(w io.Writer) { io.WriteString(w, strings.Repeat(`[`, 15*mega)) }},
	"nested in a member":    {to: "prop=imageinfo|info|revisions", body: func(w io.Writer) { io.WriteString(w, `{"query":`+strings.Repeat(`{"a":`, 3*mega)) }},
	"normalized":            {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"normalized":[`, 4*mega, `{}`, `]}}`)},
	"an error text":         {to: "prop=imageinfo|info|revisions", body: within(`{"errors":[{"code":"internal_api_error_x","text":"`, mega, `aaaaaaa`, `"}]}`)},
	"many errors":           {to: "prop=imageinfo|info|revisions", body: within(`{"errors":[`, mega, `{"code":"x"}`, `]}`)},
	"details of an error":   {to: "prop=imageinfo|info|revisions", body: within(`{"errors":[{"code":"verification-error","data":{"details":[`, 4*mega, `""`, `]}}]}`)},
	"a continuation":        {to: "prop=imageinfo|info|revisions", body: within(`{"continue":{"a":"`, 2*mega, `aaaaaaa`, `"},"query":{}}`)},
	"a long code":           {to: "prop=imageinfo|info|revisions", body: within(`{"errors":[{"text":"x","code":"`, mega, `aaaaaaa`, `"}]}`)},
	"a gzip bomb":           {to: "prop=imageinfo|info|revisions", zipped: true, body: func(w io.Writer) { io.Copy(w, io.LimitReader(zeros{}, 1<<30)) }},
	"texts":                 {to: "prop=revisions", pages: true, body: texts},
	"neighbours":            {to: "iiprop=uploadwarning", body: within(`{"query":{"pages":[{"title":"File:P1.png","imageinfo":[`, 300_000, `{"html":"(fileexists-extension: File:P1.png, File:P1.a)"}`, `]}]}}`)},
	"a long neighbour":      {to: "iiprop=uploadwarning", body: within(`{"query":{"pages":[{"title":"File:P1.png","imageinfo":[{"html":"(fileexists-extension: File:P1.png, File:P1.`, mega, `aaaaaaa`, `)"}]}]}}`)},
	"a long history":        {to: "iilimit=50", pages: true, body: within(`{"query":{"pages":[{"title":"File:P0.png","imagerepository":"local","imageinfo":[`, 300_000, `{"user":"a"}`, `]}]}}`)},
	"refusals":              {to: "prop=info", body: within(`{"query":{"pages":[{"title":"File:P1.png","actions":{"edit":[`, mega, `{"code":"x"}`, `]}}]}}`)},
	"files of one content":  {to: "list=allimages", body: within(`{"query":{"allimages":[`, mega, `{"title":"File:B.png"}`, `]}}`)},
	"tags of the wiki":      {to: "list=tags", body: endlessTags},
	"rights":                {to: "meta=siteinfo|userinfo", body: within(`{"query":{"general":{"generator":"MediaWiki 1.43"},"userinfo":{"id":1,"name":"Robot","rights":[`, 4*mega, `""`, `]}}}`)},
	"rate limits":           {to: "meta=siteinfo|userinfo", body: within(`{"query":{"general":{"generator":"MediaWiki 1.43"},"userinfo":{"id":1,"name":"Robot","ratelimits":{"a":{`, mega, `"b":{"hits":1}`, `}}}}}`)},
	"namespaces":            {to: "meta=siteinfo|userinfo", body: within(`{"query":{"general":{"generator":"MediaWiki 1.43"},"namespacealiases":[`, mega, `{"id":6}`, `]}}`)},
	"a long reason":         {to: "action=login", body: within(`{"login":{"result":"Failed","reason":"`, 2*mega, `aaaaaaa`, `"}}`)},
	"a long result":         {to: "action=login", body: within(`{"login":{"result":"`, 2*mega, `aaaaaaa`, `"}}`)},
	"a long header":         {to: "meta=siteinfo|userinfo", header: func() http.Header { return http.Header{"X-Long": {strings.Repeat("a", 8*mega)}} }, body: within(`{}`, 1, ``, ``)},
	"cookies":               {to: "prop=imageinfo|info|revisions", header: cookies, body: within(`{"query":{"pages":[]},"continue":{"a":"b"}}`, 1, ``, ``)},
	"warnings of an upload": {to: "action=upload", body: within(`{"upload":{"result":"Warning","filekey":"a.b","warnings":{`, mega, `"x":1`, `}}}`)},
	"kinds of warnings":     {to: "action=upload", body: kinds},
	"names in a warning":    {to: "action=upload", body: within(`{"upload":{"result":"Warning","filekey":"a.b","warnings":{"duplicate":[`, 4*mega, `"a"`, `]}}}`)},
	"a key of the stash":    {to: "action=upload", body: within(`{"upload":{"result":"Warning","warnings":{},"filekey":"`, mega, `aaaaaaa`, `"}}`)},
	"a key with a line end": {to: "action=upload", body: within(`{"upload":{"result":"Warning","warnings":{"duplicate":["x.png"]},"filekey":"a\u0000\n{}"}}`, 1, ``, ``)},
	"what an upload stored": {to: "action=upload", body: within(`{"upload":{"result":"Success","filename":"P1.png","imageinfo":{"metadata":[`, 2*mega, `{"n":1}`, `]}}}`)},
	"an edit":               {to: "action=edit", body: within(`{"edit":{"result":"`, 2*mega, `aaaaaaa`, `"}}`)},
	"a token":               {to: "type=csrf", body: within(`{"query":{"tokens":{"csrftoken":"`, 2*mega, `aaaaaaa`, `"}}}`)},
	"a login token":         {to: "type=login", body: within(`{"query":{"tokens":{"logintoken":"`, 2*mega, `aaaaaaa`, `"}}}`)},
	"a move log":            {to: "letype=move", pages: true, body: within(`{"continue":{"lecontinue":"x"},"query":{"logevents":[`, 300_000, `{"logid":1,"title":"File:P117.png","params":{"target_ns":6,"target_title":"File:P116.png"}}`, `]}}`)},
	"a long target":         {to: "letype=move", pages: true, body: within(`{"query":{"logevents":[{"logid":1,"title":"File:P117.png","params":{"target_ns":6,"target_title":"`, mega, `aaaaaaa`, `"}}]}}`)},
	"redirects":             {to: "redirects=1", pages: true, body: within(`{"query":{"redirects":[`, mega, `{"from":"File:P118.png","to":"File:P118.png"}`, `]}}`)},
	"a long redirect":       {to: "redirects=1", pages: true, body: within(`{"query":{"redirects":[{"from":"File:P118.png","to":"`, 2*mega, `aaaaaaa`, `"}]}}`)},
	"usage":                 {to: "prop=fileusage", pages: true, body: within(`{"continue":{"fucontinue":"x"},"query":{"pages":[{"title":"File:P119.png","fileusage":[`, 300_000, `{"title":"A"}`, `]}]}}`)},
	"a long user of a file": {to: "prop=fileusage", pages: true, body: within(`{"query":{"pages":[{"title":"File:P119.png","fileusage":[{"title":"`, 2*mega, `aaaaaaa`, `"}]}]}}`)},
	"a move":                {to: "action=move", pages: true, body: within(`{"move":{"from":"File:P118.png","to":"`, 2*mega, `aaaaaaa`, `"}}`)},
	"talk errors of a move": {to: "action=move", pages: true, body: within(`{"move":{"talkmove-errors":[`, mega, `{"code":"x","text":"y"}`, `]}}`)},
	"a deletion":            {to: "action=delete", pages: true, body: within(`{"delete":{"title":"`, 2*mega, `aaaaaaa`, `"}}`)},
	"numbers":               {to: "prop=imageinfo|info|revisions", body: within(`{"query":{"pages":[{"title":"File:P1.png","imageinfo":[{"size":1`, 8*mega, ``, `0}]}]}}`)},
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// texts says of each page that it has 2 MiB of text, which are not ours.
func texts(w io.Writer) {
	text := strings.Repeat("other ", 2*mega/6)
	io.WriteString(w, `{"query":{"pages":[`)
	for i := range hostileFiles {
		if i > 0 {
			io.WriteString(w, ",")
		}
		fmt.Fprintf(w, `{"title":"File:P%d.png","revisions":[{"revid":1,"slots":{"main":{"content":%q}}}]}`, i, text)
	}
	io.WriteString(w, `]}}`)
}

func endlessTags(w io.Writer) {
	io.WriteString(w, `{"continue":{"tgcontinue":"x"},"query":{"general":{"generator":"MediaWiki 1.43"},"tags":[`)
	times(w, 90_000, `{"name":"`+strings.Repeat("a", 100)+`","active":true,"source":["manual"]}`)
	io.WriteString(w, `]}}`)
}

func kinds(w io.Writer) {
	io.WriteString(w, `{"upload":{"result":"Warning","filekey":"a.b","warnings":{"a":1`)
	for i := range 300_000 {
		fmt.Fprintf(w, `,"k%d":1`, i)
	}
	io.WriteString(w, `}}}`)
}

func cookies() http.Header {
	h := http.Header{}
	for i := range 1000 {
		h.Add("Set-Cookie", fmt.Sprintf("c%d=%s", i, strings.Repeat("a", 30)))
	}
	return h
}

// hostileFiles is how many files the manifest has: enough for several questions.
const hostileFiles = 120

// hostileNames gives the last four of the files other names, or none.
const hostileNames = `
moved {
  for_each = { "P116.png" = "P117.png", "P117.png" = "P116.png", "P118.png" = "Q118.png" }
  from     = each.key
  to       = each.value
}
absent "p" {
  title = "P119.png"
}
redirect "p" {
  title = "R.png"
  to    = "P0.png"
}
`

// TestHostileWiki plans and applies against wikis whose answers are made to hurt.
// Each ends in time, within the memory, says something short, and no secret.
func TestHostileWiki(t *testing.T) {
	t.Parallel()
	ordinary := hostile(t, bomb{})
	if ordinary.code != 0 {
		t.Fatalf("an ordinary wiki: %s", ordinary.out)
	}
	for name, b := range bombs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := hostile(t, b)
			if used := got.memory - ordinary.memory; used > hostileMemory {
				t.Errorf("takes %d MiB more than an ordinary wiki", used>>20)
			}
			if len(got.out) > 64<<10 {
				t.Errorf("says %d bytes: %.2000q …", len(got.out), got.out)
			}
			harmlessOutput(t, []string{name}, got.out)
			if strings.Contains(got.out, "goroutine ") {
				t.Errorf("crashes: %s", got.out)
			}
		})
	}
}

type hostileRun struct {
	out    string
	code   int
	memory int64
}

// hostile runs plan and then apply against a wiki that answers with b.
func hostile(t *testing.T, b bomb) hostileRun {
	wiki, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Robot", Password: marker, Rights: []string{"read", "edit", "createpage", "upload", "reupload", "move", "movefile", "suppressredirect", "delete", "noratelimit"}}))
	check(t, err)
	var armed atomic.Bool
	hostile := b.before(wiki)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if armed.Load() {
			hostile.ServeHTTP(w, r)
			return
		}
		wiki.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	manifest := `
wiki "w" {
  api = "` + server.URL + `/w/api.php"
}
file "p" {
  for_each    = toset([for i in range(` + fmt.Sprint(hostileFiles) + `) : tostring(i)])
  source      = "p/${each.value}.png"
  title       = "P${each.value}.png"
  description = "text ${each.value}"
}
`
	put(t, filepath.Join(dir, "main.wiki.hcl"), []byte(manifest))
	for i := range hostileFiles {
		put(t, filepath.Join(dir, "p", fmt.Sprint(i)+".png"), fmt.Appendf([]byte("\x89PNG\r\n\x1a\n"), "%d", i))
	}
	var run hostileRun
	name := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://"))
	commands := [][]string{{"plan", "-retry-for=2s"}, {"apply", "-auto-approve", "-max-duration=5s", "-retry-for=2s"}}
	if b.pages {
		commands = append([][]string{{"apply", "-auto-approve"}}, commands...)
	}
	for i, args := range commands {
		if armed.Store(!b.pages || i > 0); b.pages && i == 1 {
			put(t, filepath.Join(dir, "main.wiki.hcl"), []byte(strings.NewReplacer("text $", "another text $", "range(120)", "range(116)").Replace(manifest)+hostileNames))
			put(t, filepath.Join(dir, "p", "0.png"), []byte("\x89PNG\r\n\x1a\nanother content"))
		}
		ctx, cancel := context.WithTimeout(t.Context(), mostTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, "wikiform", append(args, "-chdir="+dir)...)
		peak := filepath.Join(dir, "peak")
		cmd.Env = []string{peakEnv + "=" + peak, "PATH=" + os.Getenv("PATH"), "HOME=" + dir, "CI=true",
			"WIKIFORM_USER_" + name + "=Robot", "WIKIFORM_PASSWORD_" + name + "=" + marker}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		if ctx.Err() != nil {
			t.Fatalf("%v takes more than %v: %s", args, mostTime, out.String())
		}
		if used := cpu(cmd); used > mostCPU {
			t.Errorf("%v takes %v of the processors' time, at most %v are worth it", args, used, mostCPU)
		}
		if err != nil {
			run.code = cmd.ProcessState.ExitCode()
		}
		run.out += out.String()
		used, err := peakMemory(peak)
		check(t, err)
		run.memory = max(run.memory, used)
	}
	return run
}

// before puts the bomb before a wiki.
func (b bomb) before(wiki http.Handler) http.Handler {
	parameter, value, _ := strings.Cut(b.to, "=")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.body == nil || formValue(r, parameter) != value {
			wiki.ServeHTTP(w, r)
			return
		}
		if b.header != nil {
			maps.Copy(w.Header(), b.header())
		}
		w.Header().Set("Content-Type", "application/json")
		if !b.zipped {
			b.body(w)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		b.body(z)
		z.Close()
	})
}

// formValue reads a parameter of a request, whose body can be read again.
func formValue(r *http.Request, name string) string {
	body, _ := io.ReadAll(r.Body)
	again := func() { r.Body = io.NopCloser(bytes.NewReader(body)) }
	again()
	value := r.FormValue(name)
	r.Form, r.PostForm, r.MultipartForm = nil, nil, nil
	again()
	return value
}
