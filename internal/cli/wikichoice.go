package cli

import (
	"errors"
	"fmt"
	"slices"

	"wikiform/apply/reconcile"
	"wikiform/spec"
)

// wikiVariable chooses a wiki as -wiki does, which goes before it.
const wikiVariable = "WIKIFORM_WIKI"

// wikiChoice says which wiki block is meant. It is the flag -wiki.
type wikiChoice struct {
	name    string   // "": none is chosen
	by      string   // what chose it: -wiki or the variable
	flags   []string // all that -wiki has named
	several bool     // it may name more than one
	again   bool     // the same one may be named again: for completions cobra reads options twice
	// plan is the wiki of a saved plan or a receipt, which says itself which one it is for, or
	// that of -api; "" without one.
	plan string
}

// fromEnv takes what the environment chooses, before the flags are read.
func (c *wikiChoice) fromEnv(env map[string]string) {
	if c.name = env[wikiVariable]; c.name != "" {
		c.by = wikiVariable
	}
}

func (c *wikiChoice) String() string { return "" }
func (c *wikiChoice) Type() string   { return "name" }
func (c *wikiChoice) Set(name string) error {
	switch {
	case slices.Contains(c.flags, name) && c.again:
		return nil
	case slices.Contains(c.flags, name):
		return errors.New("it was given already")
	case len(c.flags) > 0 && !c.several:
		return fmt.Errorf("one wiki is taken, and -wiki=%s was given already", c.flags[0])
	case len(c.flags) > 0 && (name == "" || c.flags[0] == ""):
		return errors.New("of several wikis each is named")
	}
	c.flags = append(c.flags, name)
	c.name, c.by = name, "-wiki"
	return nil
}

// evaluated is the wiki that the manifest is read for.
func (c *wikiChoice) evaluated() string {
	if c.plan != "" {
		return c.plan
	}
	return c.name
}

// of finds the wiki that is meant, if all that were named are declared. The zero value is
// the embedded sandbox.
func (c *wikiChoice) of(project *reconcile.Project) (spec.Wiki, error) {
	for _, name := range c.flags {
		if _, err := chooseWiki(project, name); err != nil {
			return spec.Wiki{}, err
		}
	}
	wiki, err := chooseWiki(project, c.name)
	return wiki, c.named(err)
}

// each finds the wikis that are meant where a command looks at several: those that were
// named, or all.
func (c *wikiChoice) each(project *reconcile.Project) ([]spec.Wiki, error) {
	all := project.Manifest().Wikis
	if c.name == "" && len(all) > 0 {
		return all, nil
	}
	first, err := c.of(project)
	if err != nil || len(c.flags) < 2 {
		return []spec.Wiki{first}, err
	}
	var chosen []spec.Wiki
	for _, name := range c.flags {
		wiki, err := chooseWiki(project, name)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, wiki)
	}
	return chosen, nil
}

// named says of an error about a name where that is from, if nobody typed it.
func (c *wikiChoice) named(err error) error {
	if err == nil || c.by != wikiVariable {
		return err
	}
	return usagef("%s=%s: %w", wikiVariable, c.name, err)
}

// differs refuses what says itself that it is for another wiki than the one that is chosen.
func (c *wikiChoice) differs(what, wiki string) error {
	if c.name == "" || c.name == wiki {
		return nil
	}
	return c.named(usagef("the %s is for the wiki %s, not for %s", what, wiki, c.name))
}

// chooseWiki finds the wiki with a name, or the only one. The zero value is the embedded
// sandbox.
func chooseWiki(project *reconcile.Project, name string) (spec.Wiki, error) {
	manifest := project.Manifest()
	if len(manifest.Wikis) == 0 && name == "" {
		return spec.Wiki{}, nil
	}
	wiki, err := manifest.WikiNamed(name)
	if err != nil {
		return spec.Wiki{}, usageError{err}
	}
	return wiki, nil
}

// option is what a command line to copy needs for the same choice, with a blank behind it;
// "" where nobody chose.
func (c *wikiChoice) option() string {
	if c.by != "-wiki" || c.name == "" {
		return ""
	}
	return "-wiki=" + shellQuote(c.name) + " "
}
