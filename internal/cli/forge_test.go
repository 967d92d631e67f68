package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// A forge, as far as the example pipelines see it, is a folder:
//
//	api/PATH.json           what its API answers
//	api/PATH                a file that it serves
//	runs.json               GitHub's runs of workflows
//	pulls.json              its pull requests; their comments are api/…/issues/N/comments.json
//	artifacts/RUN/NAME/     what they kept
//	gh-of-2.98              is there where gh is too old to attach pictures
//	refuses-NAME            is there where an upload of this name fails; its text is the answer
//	attached/NAME           pictures that were attached to comments, or uploaded for notes
//
// The commands below are those by which the pipelines reach it, with the options
// that they use and no others.
const forgeVariable = "TEST_FORGE"

// expiredToken is one that GitHub took once.
const expiredToken = "github_pat_11EXPIRED"

func forgePath(elem ...string) string {
	return filepath.Join(append([]string{os.Getenv(forgeVariable)}, elem...)...)
}

// fake makes a command of a function.
func fake(name string, do func(args []string) error) func() {
	return func() {
		if err := do(os.Args[1:]); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			code := 1
			if name == "curl" {
				code = 22
			}
			os.Exit(code)
		}
	}
}

// options takes apart what a pipeline wrote: those in flags have no value.
func options(args []string, flags ...string) (values map[string]string, rest []string, err error) {
	values = map[string]string{}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, value, joined := strings.Cut(arg, "=")
		switch {
		case !strings.HasPrefix(arg, "-"):
			rest = append(rest, arg)
		case strings.Contains(" "+strings.Join(flags, " ")+" ", " "+arg+" "):
			values[arg] = "yes"
		case strings.HasPrefix(arg, "--") && joined:
			values[name] = value
		case len(args) == 0:
			return nil, nil, fmt.Errorf("%s has no value", arg)
		default:
			values[arg] = args[0]
			args = args[1:]
		}
	}
	return values, rest, nil
}

// gh is GitHub's command line.
func gh(args []string) error {
	if len(args) > 1 && args[0] == "pr" && args[1] == "comment" {
		return commentPull(args[2:])
	}
	o, rest, err := options(args, "--paginate", "--silent")
	if err != nil {
		return err
	}
	switch words := strings.Join(rest[:min(len(rest), 2)], " "); {
	case os.Getenv("GH_TOKEN") == "":
		return errors.New("GH_TOKEN is not set")
	case len(rest) == 2 && rest[0] == "api" && o["-F"] != "":
		return writeComment(o, rest[1])
	case len(rest) == 2 && rest[0] == "api" && o["-X"] == "DELETE":
		return deleteComment(rest[1])
	case len(rest) == 2 && rest[0] == "api" && rest[1] == "user":
		switch token := os.Getenv("GH_TOKEN"); { // an answer that is an error is printed, too
		case strings.HasPrefix(token, "ghs_"):
			fmt.Print(`{"message":"Resource not accessible by integration","status":"403"}`)
			return errors.New("Resource not accessible by integration (HTTP 403)")
		case token == expiredToken:
			fmt.Print(`{"message":"Bad credentials","status":"401"}`)
			return errors.New("Bad credentials (HTTP 401)")
		}
		return query([]byte(`{"login":"museum-bot"}`), o["--jq"])
	case len(rest) == 2 && rest[0] == "api":
		b, err := os.ReadFile(forgePath("api", rest[1]+".json"))
		if err != nil {
			return err
		}
		return query(b, o["--jq"])
	case words == "auth setup-git":
		return nil
	case words == "pr list":
		return listPulls(o)
	case words == "pr create" || words == "pr edit":
		return writePull(o, rest[2:])
	case words == "run list":
		return listRuns(o)
	case words == "run download" && len(rest) == 3:
		from := forgePath("artifacts", rest[2], o["--name"])
		if _, err := os.Stat(from); err != nil {
			return errors.New("no valid artifacts found to download")
		}
		return copyAll(o["--dir"], from)
	}
	return fmt.Errorf("not known: %q", args)
}

// forgeComment is a comment on a pull request.
type forgeComment struct {
	ID   int    `json:"id"`
	Body string `json:"body"`
	User struct {
		Login string `json:"login"`
	} `json:"user"`
}

// writeComment makes a comment, by .../issues/N/comments, or changes that of
// .../issues/comments/ID.
func writeComment(o map[string]string, path string) error {
	name, ofFile := strings.CutPrefix(o["-F"], "body=@")
	body, err := os.ReadFile(name)
	if !ofFile || err != nil {
		return fmt.Errorf("-F %s: %w", o["-F"], err)
	}
	const list = "repos/museum/wiki/issues/7/comments"
	file := forgePath("api", list+".json")
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all []forgeComment
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	switch id, changed := strings.CutPrefix(path, "repos/museum/wiki/issues/comments/"); {
	case path == list && o["-X"] == "":
		c := forgeComment{ID: nextID(all), Body: string(body)}
		c.User.Login = "github-actions[bot]"
		all = append(all, c)
	case changed && o["-X"] == "PATCH":
		i := slices.IndexFunc(all, func(c forgeComment) bool { return fmt.Sprint(c.ID) == id })
		if i < 0 {
			return fmt.Errorf("there is no comment %s", id)
		}
		all[i].Body = string(body)
	default:
		return fmt.Errorf("not known: %s %s", o["-X"], path)
	}
	if b, err = json.Marshal(all); err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}

func listRuns(o map[string]string) error {
	b, err := os.ReadFile(forgePath("runs.json"))
	if err != nil {
		return err
	}
	var runs, found []map[string]any
	if err := json.Unmarshal(b, &runs); err != nil {
		return err
	}
	for _, run := range runs {
		if run["workflow"] == o["--workflow"] && run["commit"] == o["--commit"] && run["status"] == o["--status"] && (o["--event"] == "" || run["event"] == o["--event"]) {
			found = append(found, map[string]any{o["--json"]: run[o["--json"]]})
		}
	}
	b, err = json.Marshal(append([]map[string]any{}, found...))
	if err != nil {
		return err
	}
	return query(b, o["--jq"])
}

// pulls are the pull requests.
func pulls() (all []map[string]any, err error) {
	b, err := os.ReadFile(forgePath("pulls.json"))
	if errors.Is(err, os.ErrNotExist) {
		return []map[string]any{}, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	return all, err
}

func listPulls(o map[string]string) error {
	all, err := pulls()
	if err != nil {
		return err
	}
	found := []map[string]any{}
	for _, p := range all {
		if p["head"] == o["--head"] && p["state"] == o["--state"] {
			found = append(found, map[string]any{o["--json"]: p[o["--json"]]})
		}
	}
	b, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return query(b, o["--jq"])
}

// writePull makes a pull request, or gives one of a number another body.
func writePull(o map[string]string, number []string) error {
	all, err := pulls()
	if err != nil {
		return err
	}
	body, err := os.ReadFile(o["--body-file"])
	switch {
	case err != nil:
		return err
	case len(number) == 0:
		all = append(all, map[string]any{"number": len(all) + 1, "state": "open", "head": o["--head"], "base": o["--base"], "title": o["--title"], "body": string(body)})
	default:
		for _, p := range all {
			if fmt.Sprint(p["number"]) == number[0] {
				p["body"] = string(body)
			}
		}
	}
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(forgePath("pulls.json"), b, 0o644)
}

// curl gets what the forge has under a URL, uploads a file or writes a note.
func curl(args []string) error {
	o, rest, err := options(args, "-fsS", "--location", "-G")
	if err != nil || len(rest) != 1 {
		return fmt.Errorf("not known: %q", args)
	}
	if o["--form"] != "" || o["-G"] == "" && o["--data-urlencode"] != "" {
		return curlWrites(o, rest[0])
	}
	u, err := url.Parse(rest[0])
	if err != nil {
		return err
	}
	if o["--header"] != "PRIVATE-TOKEN:"+os.Getenv("WIKIFORM_API_TOKEN") {
		return errors.New("the requested URL returned error: 401")
	}
	if data := o["--data-urlencode"]; data != "" {
		key, value, _ := strings.Cut(data, "=")
		u.RawQuery = url.Values{key: {value}}.Encode()
	}
	name := u.EscapedPath()
	if u.RawQuery != "" {
		name += "?" + u.RawQuery
	}
	b, err := os.ReadFile(forgePath("api", url.PathEscape(u.Host+name)))
	if err != nil {
		return fmt.Errorf("the requested URL returned error: 404 (%s%s)", u.Host, name)
	}
	if o["-o"] != "" {
		return os.WriteFile(o["-o"], b, 0o644)
	}
	_, err = os.Stdout.Write(b)
	return err
}

func jq(args []string) error {
	var values []string
	for {
		i := slices.IndexFunc(args, func(a string) bool { return a == "--arg" || a == "--argjson" })
		if i < 0 || i+2 >= len(args) {
			break
		}
		value := args[i+2]
		if args[i] == "--arg" {
			b, err := json.Marshal(value)
			if err != nil {
				return err
			}
			value = string(b)
		}
		values = append(values, fmt.Sprintf("%s as $%s |", value, args[i+1]))
		args = slices.Delete(args, i, i+3)
	}
	_, rest, err := options(args, "-r")
	if err != nil || len(rest) != 1 {
		return fmt.Errorf("not known: %q", args)
	}
	b, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	if len(b) == 0 {
		return nil // which is what jq makes of nothing
	}
	return query(b, strings.Join(append(values, rest[0]), " "))
}

// query prints what a jq program makes of a JSON text, strings without quotes.
func query(text []byte, program string) error {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	q, err := gojq.Parse(program)
	if err != nil {
		return err
	}
	code, err := gojq.Compile(q, gojq.WithEnvironLoader(os.Environ))
	if err != nil {
		return err
	}
	for results := code.Run(v); ; {
		r, more := results.Next()
		if !more {
			return nil
		}
		switch r := r.(type) {
		case error:
			return r
		case string:
			fmt.Println(r)
		default:
			b, err := gojq.Marshal(r)
			if err != nil {
				return err
			}
			fmt.Println(string(b))
		}
	}
}
