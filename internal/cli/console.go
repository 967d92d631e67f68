package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/spec"
)

// consoleOptions are the options of console.
type consoleOptions struct {
	workOptions
	expressions []string
	json        bool
}

func (a *app) consoleCommand() *cobra.Command {
	o := &consoleOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "console [options]",
		Short: "Evaluate expressions",
		Long: `Evaluate expressions with the variables, local values, functions and files of the
manifest, and print what they give: those of -e, or else the lines of standard
input. An expression that has brackets open goes on in the next line. No wiki is
asked.

file is the map of all files by their addresses, as in check blocks.

On a terminal, exit or Ctrl-D leaves. In a script a mistake is told, the next
expression is evaluated all the same, and the exit code is 1 in the end.`,
		Example: `  wikiform console
  wikiform console -e 'length(local.rows)'
  wikiform console -e 'file["file.plate[\"0001\"]"].title'
  wikiform console -json -e local.rows | jq -r '.[0].title'`,
		Annotations: exits(exitOK, exitError, exitUsage),
		RunE:        func(*cobra.Command, []string) error { return a.console(o) },
	}
	flags := cmd.Flags()
	o.manifestOptions.declare(flags)
	flags.StringArrayVarP(&o.expressions, "e", "e", nil, "evaluate `EXPRESSION`; repeatable")
	flags.BoolVar(&o.json, "json", false, "print each value as one line of JSON")
	return cmd
}

func (a *app) console(o *consoleOptions) error {
	w, err := a.openWorkspace(&o.manifestOptions)
	if err != nil {
		return err
	}
	defer w.close()
	c := &console{app: a, json: o.json, scope: spec.LoadEvaluator(w.root.FS(), w.dir, o.values())}
	if err := c.scope.Undecided(); err != nil {
		return o.wiki.named(usageError{err})
	}
	c.tell(c.scope.Diagnostics())
	if len(o.expressions) == 0 {
		err = c.lines()
	}
	for _, x := range o.expressions {
		if err == nil {
			err = c.eval("-e", []byte(x), hcl.InitialPos)
		}
	}
	switch {
	case err != nil:
		return err
	case c.failed && !c.interactive:
		return outcome(exitError)
	}
	return nil
}

// console evaluates one expression after the other.
type console struct {
	app         *app
	scope       *spec.Evaluator
	json        bool
	interactive bool
	failed      bool
}

// eval prints the value of an expression, or what is wrong with it.
func (c *console) eval(name string, src []byte, start hcl.Pos) error {
	v, diags := c.scope.Eval(name, src, start)
	c.tell(diags)
	if diags.HasErrors() {
		return nil
	}
	text := []byte(v.String())
	if c.json {
		var err error
		if text, err = json.Marshal(v); err != nil {
			c.failed = true
			c.app.complain(fmt.Errorf("%s: %w", bytes.TrimSpace(src[start.Byte:]), unwrapped(err)))
			return nil
		}
		text = provider.VisibleJSON(text)
	}
	_, err := fmt.Fprintf(c.app.Out, "%s\n", text)
	return err
}

// unwrapped is what a value said, without what package json puts around it.
func unwrapped(err error) error {
	if m, ok := err.(*json.MarshalerError); ok {
		return m.Unwrap()
	}
	return err
}

func (c *console) tell(diags hcl.Diagnostics) {
	c.failed = c.failed || diags.HasErrors()
	c.app.diagnose(diags, c.scope.Parsed())
}

// lines evaluates what standard input has, line by line.
func (c *console) lines() error {
	c.interactive = term.IsTerminal(c.app.In) && term.IsTerminal(c.app.Err)
	if c.interactive {
		c.app.note("Expressions are evaluated with the values of the manifest; exit or Ctrl-D leaves.")
	}
	in := bufio.NewScanner(c.app.In)
	in.Buffer(nil, maxSource)
	var src []byte // all that was read; diagnostics count its lines
	start := hcl.InitialPos
	for c.prompt(len(src) > start.Byte); in.Scan(); c.prompt(len(src) > start.Byte) {
		src = append(append(src, in.Bytes()...), '\n')
		pending := src[start.Byte:]
		switch text := strings.TrimSpace(string(pending)); {
		case text == "exit", text == "quit":
			return nil
		case text == "", strings.HasPrefix(text, "#"), strings.HasPrefix(text, "//"):
		case !spec.Complete(pending):
			continue
		default:
			if err := c.eval("<stdin>", src, start); err != nil {
				return err
			}
		}
		start = after(src)
	}
	if c.interactive {
		fmt.Fprintln(c.app.Err)
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	if len(bytes.TrimSpace(src[start.Byte:])) > 0 { // brackets are still open
		return c.eval("<stdin>", src, start)
	}
	return nil
}

// prompt asks a person for a line, or for the rest of an expression.
func (c *console) prompt(more bool) {
	switch {
	case c.interactive && more:
		fmt.Fprint(c.app.Err, ". ")
	case c.interactive:
		fmt.Fprint(c.app.Err, "> ")
	}
}

// after is the position behind a text that ends in a line end.
func after(src []byte) hcl.Pos {
	return hcl.Pos{Line: bytes.Count(src, []byte("\n")) + 1, Column: 1, Byte: len(src)}
}
