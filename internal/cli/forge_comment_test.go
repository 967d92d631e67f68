package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const commentList = "repos/museum/wiki/issues/7/comments"

// comments are those on the pull request.
func comments() (all []forgeComment, err error) {
	b, err := os.ReadFile(forgePath("api", commentList+".json"))
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	return all, err
}

func keepComments(all []forgeComment) error {
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(forgePath("api", commentList+".json"), b, 0o644)
}

// nextID is the number of a comment that is made now.
func nextID(all []forgeComment) int {
	id := 1
	for _, c := range all {
		id = max(id, c.ID+1)
	}
	return id
}

// deleteComment is DELETE of .../issues/comments/ID.
func deleteComment(path string) error {
	all, err := comments()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c forgeComment) bool { return "repos/museum/wiki/issues/comments/"+fmt.Sprint(c.ID) == path })
	if i < 0 {
		return fmt.Errorf("HTTP 404: %s", path)
	}
	return keepComments(slices.Delete(all, i, i+1))
}

var localPicture = regexp.MustCompile(`!\[[^]]*\]\(([^)]*)\)`)

// commentPull is gh pr comment, with what it refuses: files that are none or are named
// twice, a workflow's own token, and hosts that take no pictures.
func commentPull(args []string) error {
	_, old := os.Stat(forgePath("gh-of-2.98"))
	if slices.Equal(args, []string{"--help"}) {
		fmt.Println("  -F, --body-file file   Read body text from file")
		if old != nil {
			fmt.Println("      --attach file      Attach an image or video file, in <file>#<alt text> format")
		}
		return nil
	}
	var names []string
	body, number := "", ""
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--attach" && old != nil && i+1 < len(args):
			names, i = append(names, args[i+1]), i+1
		case args[i] == "--body-file" && i+1 < len(args):
			body, i = args[i+1], i+1
		case number == "" && !strings.HasPrefix(args[i], "-"):
			number = args[i]
		default:
			return fmt.Errorf("unknown flag: %s", args[i])
		}
	}
	text, err := os.ReadFile(body)
	if err != nil || number != "7" {
		return fmt.Errorf("pr comment %s: %w", number, err)
	}
	for i, name := range names {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return err
		case !info.Mode().IsRegular() || info.Size() == 0 || info.Size() > 10<<20 || filepath.Ext(name) != ".png":
			return fmt.Errorf("%s cannot be attached", name)
		case slices.Contains(names[:i], name):
			return fmt.Errorf("%s is attached twice; attached files must be unique", name)
		}
	}
	token := os.Getenv("GH_TOKEN")
	switch {
	case len(names) > 0 && !strings.HasPrefix(token, "github_pat_"):
		return errors.New("unsupported authentication type")
	case len(names) > 0 && os.Getenv("GITHUB_SERVER_URL") != "https://github.com":
		return errors.New("attachments are not supported on GitHub Enterprise Server")
	}
	var appended []string
	shown := localPicture.ReplaceAllStringFunc(string(text), func(m string) string {
		name := localPicture.FindStringSubmatch(m)[1]
		if !slices.Contains(names, name) {
			return m
		}
		return strings.Replace(m, "("+name+")", "("+assetURL(name)+")", 1)
	})
	for _, name := range names {
		if err := attach(name, name); err != nil {
			return err
		}
		if !strings.Contains(shown, assetURL(name)) {
			appended = append(appended, fmt.Sprintf("\n\n![%s](%s)", name, assetURL(name)))
		}
	}
	all, err := comments()
	if err != nil {
		return err
	}
	c := forgeComment{ID: nextID(all), Body: shown + strings.Join(appended, "")}
	c.User.Login = "museum-bot"
	if len(c.Body) > 65_536 {
		return errors.New("body is too long (maximum is 65536 characters)")
	}
	return keepComments(append(all, c))
}

func assetURL(name string) string {
	return "https://github.com/user-attachments/assets/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/" + name
}

// attach keeps what was uploaded.
func attach(path, name string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(forgePath("attached"), 0o777); err != nil {
		return err
	}
	return os.WriteFile(forgePath("attached", name), b, 0o644)
}

// copyAll copies what somebody kept, whatever it is.
func copyAll(to, from string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, below)
		switch {
		case e.IsDir():
			return os.MkdirAll(target, 0o777)
		case e.Type() == fs.ModeNamedPipe:
			return exec.Command("mkfifo", target).Run()
		case e.Type() == fs.ModeSymlink:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, b, 0o644)
	})
}

const gitLabNotes = "gitlab.example/api/v4/projects/1/merge_requests/7/notes"

// curlWrites uploads a file to a project of GitLab's, or makes or changes a note.
func curlWrites(o map[string]string, to string) error {
	if o["--header"] != "PRIVATE-TOKEN:"+os.Getenv("WIKIFORM_API_TOKEN") {
		return errors.New("the requested URL returned error: 401")
	}
	if name, ok := strings.CutPrefix(o["--form"], "file=@"); ok && to == "https://gitlab.example/api/v4/projects/1/uploads" {
		base := filepath.Base(name)
		if answer, err := os.ReadFile(forgePath("refuses-" + base)); len(answer) > 0 {
			_, err := os.Stdout.Write(answer)
			return err
		} else if err == nil {
			return errors.New("the requested URL returned error: 413")
		}
		fmt.Printf(`{"id":5,"alt":"x","url":"/uploads/66dbcd21ec5d24ed6ea225176098d52b/%s"}`, base)
		return attach(name, base)
	}
	name, ok := strings.CutPrefix(o["--data-urlencode"], "body@")
	text, err := os.ReadFile(name)
	if err != nil || !ok {
		return fmt.Errorf("not known: %v", o)
	}
	type note struct {
		ID     int            `json:"id"`
		Body   string         `json:"body"`
		Author map[string]int `json:"author"`
	}
	file := forgePath("api", url.PathEscape(gitLabNotes+"?per_page=100&order_by=created_at&sort=asc"))
	var all []note
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil {
		return err
	}
	switch {
	case o["-X"] == "" && to == "https://"+gitLabNotes:
		all = append(all, note{len(all) + 1, string(text), map[string]int{"id": 3}})
	case o["-X"] == "PUT" && strings.HasPrefix(to, "https://"+gitLabNotes+"/"):
		i := slices.IndexFunc(all, func(n note) bool { return to == fmt.Sprintf("https://%s/%d", gitLabNotes, n.ID) })
		if i < 0 {
			return errors.New("the requested URL returned error: 404")
		}
		all[i].Body = string(text)
	default:
		return fmt.Errorf("not known: %s", to)
	}
	if b, err = json.Marshal(all); err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}
