package cli_test

import (
	"bytes"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// TestStraySecrets plans with credentials that were copied or stored with something
// around them: what cannot be meant is taken off, or named before anybody logs in.
func TestStraySecrets(t *testing.T) {
	t.Parallel()
	const user, password = "Museum@wikiform", "hunter2hunter2"
	wiki, err := sandbox.New(sandbox.Accounts(
		sandbox.Account{Name: user, Password: password, Rights: sandbox.UserRights()},
		sandbox.Account{Name: "Anna", Password: "anna pw ", Rights: sandbox.UserRights()}))
	check(t, err)
	served := listen(t, wiki)
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a.txt"), []byte("a"))
	put(t, filepath.Join(dir, "main.wiki.hcl"), []byte("wiki \"w\" {\n  api = \""+served.url+"/w/api.php\"\n}\nfile \"a\" {\n  source = \"a.txt\"\n}\n"))
	host := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(served.url, "http://"))
	USER, PASSWORD, TOKEN := "WIKIFORM_USER_"+host, "WIKIFORM_PASSWORD_"+host, "WIKIFORM_TOKEN_"+host

	for name, c := range map[string]struct {
		env  map[string]string // of a name with _FILE, what is in the file
		says string            // "" is a plan as that account
	}{
		"line ends":           {map[string]string{USER: user + "\n", PASSWORD: password + "\r\n"}, ""},
		"CR":                  {map[string]string{USER: user, PASSWORD: password + "\r"}, ""},
		"blanks":              {map[string]string{USER: " " + user, PASSWORD: "\u00a0" + password + " \t"}, ""},
		"byte order mark":     {map[string]string{USER + "_FILE": "\ufeff" + user + "\r\n", PASSWORD + "_FILE": "\ufeff" + password + "\n"}, ""},
		"blanks in a file":    {map[string]string{USER: user, PASSWORD + "_FILE": " " + password + " \n"}, ""},
		"an account's blank":  {map[string]string{USER: "Anna", PASSWORD: "anna pw \n"}, "The value of " + PASSWORD + " begins or ends with blanks, which count as part of the password."},
		"and its ends":        {map[string]string{USER: "Anna", PASSWORD: "\ufeffanna pw \r"}, "The value of " + PASSWORD + " begins or ends with blanks, which count as part of the password."},
		"two lines":           {map[string]string{USER: user, PASSWORD: password + "\n" + password}, "the value of " + PASSWORD + " has more than one line"},
		"two lines in a file": {map[string]string{USER: user, PASSWORD + "_FILE": password + "\n" + password}, "the value of " + PASSWORD + "_FILE has more than one line"},
		"control character":   {map[string]string{USER: user, PASSWORD: "hun\x1bter"}, "the value of " + PASSWORD + " has a control character in it"},
		"quotation marks":     {map[string]string{USER: `"` + user + `"`, PASSWORD: password}, "the value of " + USER + " is in quotation marks, which would count as part of it: take them out where it is set"},
		"a token with more":   {map[string]string{TOKEN: "hunter2 # of Anna"}, "the value of " + TOKEN + " has a blank or a letter in it that no token has: copy it again"},
		"nothing but an end":  {map[string]string{USER: user, PASSWORD: "\n"}, USER + " is set, but " + PASSWORD + " is not"},
		"another host": {map[string]string{"WIKIFORM_USER_wiki_example_org": user, "WIKIFORM_PASSWORD_wiki_example_org_FILE": password},
			"Nobody is logged in: neither " + USER + " nor " + TOKEN + " is set. WIKIFORM_PASSWORD_wiki_example_org_FILE, WIKIFORM_USER_wiki_example_org are set, and belong to no wiki of this manifest."},
		"small letters": {map[string]string{"wikiform_user_" + host: user}, "neither " + USER + " nor " + TOKEN + " is set. wikiform_user_" + host + " is set, and belongs to no wiki of this manifest."},
	} {
		env := map[string]string{"NO_COLOR": "1"}
		for variable, value := range c.env {
			if strings.HasSuffix(variable, "_FILE") {
				file := filepath.Join(t.TempDir(), "secret")
				put(t, file, []byte(value))
				value = file
			}
			env[variable] = value
		}
		var out bytes.Buffer
		code := cli.Main([]string{"plan", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: env})
		flat := strings.Join(strings.Fields(out.String()), " ")
		if c.says != "" && !strings.Contains(flat, c.says) || strings.Contains(flat, "hunter") || strings.Contains(flat, "anna pw") {
			t.Errorf("%s: %q is not said, or a secret is:\n%s", name, c.says, &out)
		}
		if strings.HasPrefix(c.says, "The value of") && code != 0 {
			t.Errorf("%s: exit code %d, and the password is right:\n%s", name, code, &out)
		}
		if c.says == "" && (code != 0 || strings.Contains(flat, "Nobody is logged in")) {
			t.Errorf("%s: exit code %d, want a plan as an account:\n%s", name, code, &out)
		}
	}
	served.mu.Lock()
	defer served.mu.Unlock()
	for _, request := range served.got {
		if strings.Contains(request, "hunter2+%23") || strings.Contains(request, "%22Museum") || strings.Contains(request, "hun%1Bter") {
			t.Errorf("what cannot be meant was sent:\n%s", request)
		}
	}
}

// TestCredentialsOfAnotherWikiOfTheManifest: they are used elsewhere, so nobody is
// told about them.
func TestCredentialsOfAnotherWikiOfTheManifest(t *testing.T) {
	t.Parallel()
	wiki, err := sandbox.New()
	check(t, err)
	server := httptest.NewServer(wiki)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	put(t, filepath.Join(dir, "main.wiki.hcl"), []byte("wiki \"w\" {\n  api = \""+server.URL+"/w/api.php\"\n}\nwiki \"production\" {\n  api = \"https://wiki.example.org/w/api.php\"\n}\n"))
	var out bytes.Buffer
	code := cli.Main([]string{"plan", "-wiki=w", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out,
		Env: map[string]string{"NO_COLOR": "1", "WIKIFORM_USER_wiki_example_org": "Museum@wikiform", "WIKIFORM_PASSWORD_wiki_example_org": "hunter2"}})
	if code != 0 || strings.Contains(out.String(), "WIKIFORM_USER") {
		t.Errorf("exit code %d:\n%s", code, &out)
	}
}
