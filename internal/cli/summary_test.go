package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// -full names every file that failed, as it shows every file of a plan.
func TestFullSummary(t *testing.T) {
	t.Parallel()
	const files = 15
	wiki, err := sandbox.New()
	check(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		if req.URL.Query().Get("action") == "upload" {
			io.Copy(io.Discard, req.Body)
			rw.Header().Set("Content-Type", "application/json; charset=utf-8")
			fmt.Fprint(rw, `{"error":{"code":"protectedpage","info":"This page has been protected."}}`)
			return
		}
		wiki.ServeHTTP(rw, req)
	}))
	defer server.Close()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Appendf(nil,
		"wiki \"w\" {\n  api = \"%s/w/api.php\"\n}\nfile \"a\" {\n  for_each = toset(formatlist(\"%%02d\", range(%d)))\n  source = \"a${each.key}.svg\"\n}\n", server.URL, files))
	for i := range files {
		put(t, filepath.Join(dir, fmt.Sprintf("a%02d.svg", i)), fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="%d"></svg>`, i+1))
	}
	host := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://"))
	env := map[string]string{"WIKIFORM_USER_" + host: sandbox.User, "WIKIFORM_PASSWORD_" + host: sandbox.Password}
	for args, want := range map[string]int{"": 10, "-full": files} {
		var out bytes.Buffer
		code := cli.Main(strings.Fields("apply -auto-approve -chdir="+dir+" "+args), term.Streams{In: strings.NewReader(""), Out: &out, Err: io.Discard, Env: env})
		_, summary, _ := strings.Cut(out.String(), "Failed")
		if named := strings.Count(summary, "file.a["); code != 1 || named != want {
			t.Errorf("apply %s: exit code %d, %d files are named, want %d\n%s", args, code, named, want, summary)
		}
	}
}
