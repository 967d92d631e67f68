package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wikiform/internal/manpage"
	"wikiform/spec"
)

func (a *app) manCommand() *cobra.Command {
	list := false
	cmd := &cobra.Command{
		Use:   "man [options] [COMMAND]",
		Short: "Print a manual page",
		Long: `Print the manual page of a command, or that of wikiform, as man reads it. It says
what -help says.`,
		Example: `  wikiform man plan | man -l -
  wikiform man -list`,
		Annotations: exits(exitOK, exitUsage),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("one command is explained at a time")
			}
			return nil
		},
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case list && len(args) > 0:
			return usagef("-list prints the names of all pages, and takes no command")
		case list:
			return a.listPages(cmd.Root())
		}
		return a.man(cmd.Root(), args)
	}
	cmd.Flags().BoolVar(&list, "list", false, "print the names of all pages, one a line")
	return cmd
}

func (a *app) man(root *cobra.Command, args []string) error {
	of := root
	if len(args) == 1 {
		i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == args[0] && c.IsAvailableCommand() })
		if i < 0 {
			err := usagef("no command is called %q", args[0])
			if near := spec.Suggest(args[0], commandNames(root)); near != "" {
				err = usagef("no command is called %q; did you mean %s?", args[0], near)
			}
			return hinted{err, "wikiform man -list has the names of all pages."}
		}
		of = root.Commands()[i]
	}
	return manpage.Write(a.Out, pageOf(of))
}

func (a *app) listPages(root *cobra.Command) error {
	_, err := fmt.Fprintln(a.Out, strings.Join(slices.Concat([]string{root.Name()}, pageNames(root)), "\n"))
	return err
}

// pageNames are the names of the pages of all commands.
func pageNames(root *cobra.Command) []string {
	var names []string
	for _, name := range commandNames(root) {
		names = append(names, root.Name()+"-"+name)
	}
	return names
}

// pageOf makes of what a command's help says its page.
func pageOf(cmd *cobra.Command) manpage.Page {
	root := cmd.Root()
	p := manpage.Page{
		Name: strings.ReplaceAll(cmd.CommandPath(), " ", "-"), Section: 1,
		Summary: lowered(cmd.Short), Program: "wikiform " + Version, Manual: "wikiform's manual",
	}
	synopsis := cmd.UseLine()
	var commands []manpage.Entry
	if cmd == root {
		synopsis = "wikiform COMMAND [options]"
	}
	if cmd.HasAvailableSubCommands() {
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				commands = append(commands, manpage.Entry{Term: c.Name(), Text: c.Short})
			}
		}
	}
	p.Sections = []manpage.Section{
		{Title: "Synopsis", Text: synopsis},
		{Title: "Description", Text: cmd.Long},
		{Title: "Commands", Entries: commands},
		{Title: "Options", Entries: optionEntries(cmd.LocalFlags())},
		{Title: "Options of every command", Entries: optionEntries(cmd.InheritedFlags())},
		{Title: "Examples", Text: cmd.Example},
		{Title: "Exit codes", Entries: exitEntries(cmd)},
		{Title: "See also", Text: strings.Join(others(cmd), ", ")},
	}
	return p
}

// lowered is a sentence as what a page is about is written behind its name.
func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// others are the pages that one refers to.
func others(cmd *cobra.Command) []string {
	names := []string{"wikiform"}
	if !cmd.HasParent() {
		names = pageNames(cmd)
	}
	for i := range names {
		names[i] += "(1)"
	}
	return names
}

func optionEntries(set *pflag.FlagSet) []manpage.Entry {
	var entries []manpage.Entry
	for _, r := range flagRows(set) {
		entries = append(entries, manpage.Entry{Term: r.left, Text: r.right})
	}
	return entries
}

// exitEntries are the exit codes of a command's help.
func exitEntries(cmd *cobra.Command) []manpage.Entry {
	var entries []manpage.Entry
	for l := range strings.Lines(cmd.Annotations[codes]) {
		code, text, _ := strings.Cut(strings.TrimSpace(l), "  ")
		entries = append(entries, manpage.Entry{Term: code, Text: text})
	}
	return entries
}
