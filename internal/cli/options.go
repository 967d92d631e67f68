package cli

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wikiform/plan"
	"wikiform/spec"
)

// manifestOptions say which manifest is meant and with which values.
type manifestOptions struct {
	root   string
	wiki   wikiChoice
	inputs []spec.Input
	app    *app
}

func (o *manifestOptions) declare(flags *pflag.FlagSet) {
	flags.StringVar(&o.root, "root", "", "let the manifest read below `DIR`, a directory above it")
	o.wiki.fromEnv(o.app.Env)
	o.wiki.again = o.app.shell
	usage := "use the wiki block with this `NAME`; without it " + wikiVariable + " names it"
	if o.wiki.several {
		usage += "; repeatable, for a plan for each"
	}
	flags.Var(&o.wiki, "wiki", usage)
	flags.Var(varFlag{o}, "var", "set a variable, `NAME=VALUE`; repeatable")
	flags.Var(varFileFlag{o}, "var-file", "set the variables of `FILE`; repeatable")
}

// values are the variable values of environment and command line.
func (o *manifestOptions) values() spec.Inputs {
	env := map[string]string{}
	for name, value := range o.app.Env {
		if v, ok := strings.CutPrefix(name, "WIKIFORM_VAR_"); ok {
			env[v] = value
		}
	}
	return spec.Inputs{Env: env, Flags: o.inputs, Wiki: o.wiki.evaluated(), Version: Version}
}

// varFlag and varFileFlag share one list, since the last of either kind wins.
type varFlag struct{ o *manifestOptions }

func (f varFlag) String() string { return "" }
func (f varFlag) Type() string   { return "string" }
func (f varFlag) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return fmt.Errorf("NAME=VALUE is wanted")
	}
	f.o.inputs = append(f.o.inputs, spec.Input{Name: name, Text: value})
	return nil
}

type varFileFlag struct{ o *manifestOptions }

func (f varFileFlag) String() string { return "" }
func (f varFileFlag) Type() string   { return "string" }
func (f varFileFlag) Set(s string) error {
	f.o.inputs = append(f.o.inputs, spec.Input{File: s})
	return nil
}

// readFiles gets the content of the variable files, now that -chdir is known.
func (o *manifestOptions) readFiles() error {
	for i, in := range o.inputs {
		if in.File == "" || in.Bytes != nil { // for a plan before
			continue
		}
		b, err := os.ReadFile(o.app.path(in.File))
		if err != nil {
			return unread("-var-file="+in.File, o.app.path(in.File), err)
		}
		o.inputs[i].Bytes = b
	}
	return nil
}

// workOptions say how the wiki is worked with.
type workOptions struct {
	manifestOptions
	scope        spec.Scope
	targetFiles  []string
	excludeFiles []string
	worklist     worklistOptions
	only         kinds
	chunkSize    byteSize
	parallelism  atOnce
	locked       bool
	askTexts     bool
	rehash       bool
	allowPrivate bool
	logFile      string
	retryFor     time.Duration
	force        string
	deny         denied
	orphans      bool
	allowEmpty   bool
	shard        plan.Shard // of apply
}

func (o *workOptions) declare(flags *pflag.FlagSet) {
	o.manifestOptions.declare(flags)
	o.declareScope(flags)
	flags.Var(&o.chunkSize, "chunk-size", "upload files above `SIZE` (4MiB) in chunks of it; default 8MiB")
	flags.Var(&o.parallelism, "parallelism", "write `N` files at once; default 4, and 1 on Wikimedia's wikis")
	flags.BoolVar(&o.locked, "locked", false, "take it as an error when a URL source has no pin")
	flags.BoolVar(&o.askTexts, "ask-texts", false, "ask a wiki that nobody reads without logging in, as the account, whether it would change a text")
	flags.BoolVar(&o.rehash, "rehash", false, "hash every source again, whatever the cache says")
	flags.DurationVar(&o.retryFor, "retry-for", 5*time.Minute, "try each request again for `TIME` while the wiki is away or busy; default 5m, 0 is not at all")
	flags.Var(reasonFlag{&o.force}, "force-limits", "override the limits of the manifest for a `REASON`, which is written into the comments")
	flags.Var(&o.deny, "deny", "end with exit code 7, and write nothing to the wiki, where the plan has changes of this `KIND`: others (what replaces the work of others)")
	flags.BoolVar(&o.orphans, "orphans", false, "also look for files of ours that no block names, whatever that costs; of a manifest with a prune block that is always done")
	flags.BoolVar(&o.allowEmpty, "allow-empty", false, "let prune delete although the manifest declares no file, or a for_each has no element")
	flags.StringVar(&o.logFile, "log-file", "", "append a line of JSON for every request to the wiki to `FILE`")
	flags.BoolVar(&o.allowPrivate, "allow-private-sources", false, "let URL sources be on private and loopback addresses")
}

// declareSome declares only those options that a command takes which does less.
func (o *workOptions) declareSome(flags *pflag.FlagSet, names ...string) {
	var all pflag.FlagSet
	o.declare(&all)
	for _, name := range names {
		flags.AddFlag(all.Lookup(name))
	}
}

// patience is -retry-for as the client takes it.
func (o *workOptions) patience() (time.Duration, error) {
	const most = 24 * time.Hour
	switch {
	case o.retryFor < 0 || o.retryFor > most:
		return 0, usagef("-retry-for wants a time from 0 to %s, got %s", plan.Duration(most), o.retryFor)
	case o.retryFor == 0:
		return -1, nil
	}
	return o.retryFor, nil
}

// byteSize is a flag for a number of bytes: 65536, 64KiB, 8MiB, 1GiB.
type byteSize int64

func (b byteSize) String() string { return strconv.FormatInt(int64(b), 10) }
func (b byteSize) Type() string   { return "size" }
func (b *byteSize) Set(s string) error {
	number, unit := s, int64(1)
	for suffix, n := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		if head, ok := strings.CutSuffix(s, suffix); ok {
			number, unit = head, n
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > 1<<40/unit {
		return fmt.Errorf("a size such as 65536, 64KiB or 8MiB is wanted")
	}
	*b = byteSize(n * unit)
	return nil
}

// atOnce is a flag for how many files are worked on at the same time.
type atOnce int

func (n atOnce) String() string { return strconv.Itoa(int(n)) }
func (n atOnce) Type() string   { return "count" }
func (n *atOnce) Set(s string) error {
	const most = 1000
	parsed, err := strconv.Atoi(s)
	if err != nil || parsed < 1 || parsed > most {
		return fmt.Errorf("a whole number from 1 to %d is wanted", most)
	}
	*n = atOnce(parsed)
	return nil
}
