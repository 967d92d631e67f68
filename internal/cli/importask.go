package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"wikiform/apply/reconcile"
	"wikiform/internal/importing"
	"wikiform/internal/titlelist"
	"wikiform/provider"
)

// importQuestion is which files are asked for, in exactly one way.
type importQuestion struct {
	all      bool
	prefix   string
	category string
	depth    int
	uploader string
	search   string
	page     string
	titles   string

	list  []byte           // what -titles names
	lines []titlelist.Line // of it
}

// waysOfAsking are the flags of which one is given.
var waysOfAsking = []string{"all", "prefix", "category", "uploader", "search", "page", "titles"}

func (q *importQuestion) declare(flags *pflag.FlagSet) {
	flags.BoolVar(&q.all, "all", false, "all files of the wiki")
	flags.StringVar(&q.prefix, "prefix", "", "the files whose titles begin with `TEXT`")
	flags.StringVar(&q.category, "category", "", "the files in this `CATEGORY`")
	flags.IntVar(&q.depth, "depth", 0, "with -category: also in the categories below it, `N` levels deep")
	flags.StringVar(&q.uploader, "uploader", "", "the files whose current version this `ACCOUNT` has uploaded")
	flags.StringVar(&q.search, "search", "", "the files that the wiki finds for `WORDS`")
	flags.StringVar(&q.page, "page", "", "the files that this `PAGE` shows")
	flags.StringVar(&q.titles, "titles", "", "the files that `FILE` lists, a title in each line; - is standard input")
}

// check refuses a command line that does not say what is asked for, or contradicts itself.
func (o *importOptions) check(flags *pflag.FlagSet) error {
	var asked []string
	for _, name := range waysOfAsking {
		if f := flags.Lookup(name); f.Changed && f.Value.String() != "false" {
			if strings.TrimSpace(f.Value.String()) == "" { // an unset variable
				return hinted{usagef("-%s= asks for nothing", name), "All files of the wiki are asked for by -all."}
			}
			asked = append(asked, "-"+name)
		}
	}
	const ways = "Ask in one way: -all, -prefix, -category, -uploader, -search, -page or -titles."
	switch {
	case len(asked) == 0:
		return hinted{usagef("it is not said which files are asked for"), ways}
	case len(asked) > 1:
		return hinted{usagef("%s cannot be asked together", strings.Join(asked, " and ")), ways}
	case o.out == "":
		return hinted{usagef("-out=NAME is wanted"), "What is written is called NAME.wiki.hcl, NAME.csv and NAME."}
	case flags.Changed("depth") && o.question.category == "":
		return usagef("-depth says how deep -category is asked for, and there is none")
	case o.question.depth < 0:
		return usagef("-depth wants 0 or more levels, got %d", o.question.depth)
	case o.maxBytes > 0 && !o.download:
		return usagef("-max-bytes bounds what -download fetches, and there is none")
	case o.contact != "" && o.api == "":
		return usagef("-contact is written into the wiki block of -api, and there is none")
	case flags.Changed("template") && strings.TrimSpace(o.template) == "":
		return usagef("-template= names no template")
	}
	if err := importing.CheckName(o.out); err != nil {
		hint := "It is a name and no file: -out=museum writes museum.wiki.hcl."
		return hinted{usagef("-out=%s: %w", o.out, err), hint}
	}
	return nil
}

// read gets the list of -titles.
func (q *importQuestion) read(a *app) error {
	if q.titles == "" {
		return nil
	}
	as := "-titles=" + q.titles
	var from io.Reader = a.In
	if q.titles != "-" {
		f, err := os.Open(a.path(q.titles))
		if err != nil {
			return unread(as, a.path(q.titles), err)
		}
		defer f.Close()
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, titlelist.Max+1))
	if err != nil {
		return unread(as, a.path(q.titles), err)
	}
	if len(text) > titlelist.Max {
		return usagef("%s has more than 64 MiB, which no list has", as)
	}
	q.list = text
	return nil
}

// selection is the question as the wiki is asked it.
func (q *importQuestion) selection(site provider.Site) (provider.Selection, error) {
	s := provider.Selection{
		All: q.all, Prefix: q.prefix, Category: strings.TrimSpace(q.category), Depth: q.depth,
		Uploader: strings.TrimSpace(q.uploader), Search: q.search, Page: strings.TrimSpace(q.page),
	}
	if q.titles == "" {
		return s, nil
	}
	lines, err := titlelist.Parse(q.list, site)
	if err != nil {
		return s, fmt.Errorf("-titles=%s: %w", q.titles, err)
	}
	if len(lines) == 0 {
		return s, usagef("-titles=%s: the list has no title", q.titles)
	}
	if len(lines) > reconcile.MostFound {
		return s, hinted{usagef("-titles=%s: the list has more than 100,000 titles", q.titles), "Import it in parts, each under a name of its own."}
	}
	q.lines = lines
	seen := map[provider.Title]bool{}
	for _, l := range lines {
		if !seen[l.Title] {
			seen[l.Title] = true
			s.Titles = append(s.Titles, l.Title)
		}
	}
	return s, nil
}

// missing refuses a list with titles that are none of files: whoever made it believed that
// they are.
func (q *importQuestion) missing(found *reconcile.Found) error {
	if q.titles == "" || len(found.Not) == 0 {
		return nil
	}
	why := map[provider.Title]string{}
	for _, n := range found.Not {
		why[n.Title] = n.Why
	}
	wrong := &titlelist.Error{}
	for _, l := range q.lines {
		if w := why[l.Title]; w != "" {
			wrong.Add(l.Number, "names %s, which %s", provider.VisibleLine(l.Title.Page()), w)
		}
	}
	return fmt.Errorf("-titles=%s: %w", q.titles, wrong)
}

// command is what of the command line says what is written: the manifest has it, and it
// is the same however often a run breaks.
func (o *importOptions) command() string {
	words := []string{"wikiform import"}
	add := func(given bool, name, value string) {
		if given {
			words = append(words, "-"+name+"="+shellQuoted(value))
		}
	}
	q := &o.question
	if q.all {
		words = append(words, "-all")
	}
	add(q.prefix != "", "prefix", q.prefix)
	add(q.category != "", "category", q.category)
	add(q.depth > 0, "depth", fmt.Sprint(q.depth))
	add(q.uploader != "", "uploader", q.uploader)
	add(q.search != "", "search", q.search)
	add(q.page != "", "page", q.page)
	add(q.titles != "", "titles", q.titles)
	add(o.template != "", "template", o.template)
	if o.blocks {
		words = append(words, "-blocks")
	}
	if o.download {
		words = append(words, "-download")
	}
	add(true, "out", o.out)
	return strings.Join(words, " ")
}

// shellQuoted is a word as a shell takes it.
func shellQuoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
