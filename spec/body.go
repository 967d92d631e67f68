package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// block is a block of the manifest with its attributes parsed, not evaluated.
type block struct {
	kind   blockType
	name   string // its label, "" for kinds without one
	attrs  map[string]*attr
	blocks []*block
	header hcl.Range // type and labels
	// unclear: something in it was not understood, so what seems to be missing
	// may only be misspelt.
	unclear bool
}

// attr is an attribute as it was written.
type attr struct {
	*expr
	name      string
	nameRange hcl.Range
	whole     hcl.Range // name, equals sign and expression
}

// decode reads what a body may contain after the language's table. Names that
// the table does not have are HCL's own diagnostics, with suggestions.
func (l *loader) decode(body hcl.Body, kind blockType) *block {
	b := &block{kind: kind, attrs: map[string]*attr{}}
	if kind.free {
		attrs, diags := body.JustAttributes()
		l.faults.add(diags...)
		l.compile(b, attrs)
		return b
	}
	refused, rest, diags := body.PartialContent(kind.refused())
	l.faults.add(diags...)
	l.refuse(refused)
	content, diags := rest.Content(kind.schema())
	l.faults.add(betterNames(diags, kind)...)
	b.unclear = diags.HasErrors()
	l.compile(b, content.Attributes)
	for _, inner := range content.Blocks {
		x := l.decode(inner.Body, kind.block(inner.Type))
		x.header = inner.DefRange
		if x.kind.label != "" {
			x.name = inner.Labels[0]
			l.checkName(x.kind, x.name, inner.LabelRanges[0])
		}
		b.blocks = append(b.blocks, x)
	}
	if kind.name != manifest.name { // of whose blocks other files have more
		l.distinct(b.blocks)
	}
	return b
}

func (l *loader) compile(b *block, attrs hcl.Attributes) {
	for name, a := range attrs {
		x, diags := compile(a.Expr)
		l.faults.add(diags...)
		if secret := attrs["sensitive"] != nil && name == "default"; !secret && !x.vague {
			l.faults.add(warnOfDigits(x.Expression, l.textOf(x.at.Filename))...)
		}
		l.eval.install(x.Expression)
		b.attrs[name] = &attr{expr: x, name: name, nameRange: a.NameRange, whole: a.Range}
	}
}

// textOf is the text of a file that was read.
func (l *loader) textOf(name string) []byte {
	if file := l.m.Parsed[name]; file != nil {
		return file.Bytes
	}
	return nil
}

// refuse explains where credentials belong.
func (l *loader) refuse(c *hcl.BodyContent) {
	for name, a := range c.Attributes {
		l.hide(a.Expr.Range())
		l.faults.add(problem(a.NameRange, a.Range, "Credentials do not belong in a manifest",
			"A manifest lies in git for everybody to read. Remove %q here, and if it was committed, change it on the wiki. "+
				"Credentials are given in the environment under the name of the wiki's host: for commons.example.org that is "+
				"WIKIFORM_USER_commons_example_org with WIKIFORM_PASSWORD_commons_example_org, or WIKIFORM_TOKEN_commons_example_org.", name))
	}
}

// hide blanks out a value in excerpts: what should not be in git should not be
// in the log of a pipeline either.
func (l *loader) hide(r hcl.Range) {
	file := l.m.Parsed[r.Filename]
	if file == nil || r.End.Byte > len(file.Bytes) {
		return
	}
	blanked := *file
	blanked.Bytes = slices.Clone(file.Bytes)
	for i := r.Start.Byte; i < r.End.Byte; i++ {
		if blanked.Bytes[i] != '\n' {
			blanked.Bytes[i] = '*'
		}
	}
	l.m.Parsed[r.Filename] = &blanked
}

// betterNames adds to HCL's diagnostics about unknown names what it does not
// know: farther suggestions, and which names there are.
func betterNames(diags hcl.Diagnostics, kind blockType) hcl.Diagnostics {
	for i, d := range diags {
		var known []string
		switch d.Summary {
		case "Unsupported argument", "Extraneous JSON object property":
			known = kind.attrNames()
		case "Unsupported block type":
			known = kind.blockNames()
		}
		if block, unnamed := strings.CutPrefix(d.Summary, "Missing name for "); unnamed {
			told := *d
			told.Detail = fmt.Sprintf("A %s block has a name, such as %s %q.", block, block, "example")
			diags[i] = &told
			continue
		}
		given := quoted(d.Detail)
		if len(known) == 0 || given == "" || strings.Contains(d.Detail, "Did you mean") {
			continue
		}
		told := *d
		if hint := didYouMean(given, known); hint != "" {
			told.Detail += hint
		} else {
			told.Detail += fmt.Sprintf(" Known are %s.", allOf(known))
		}
		diags[i] = &told
	}
	return diags
}

// quoted is the first text in double quotes within s.
func quoted(s string) string {
	_, rest, _ := strings.Cut(s, `"`)
	q, _, _ := strings.Cut(rest, `"`)
	return q
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (l *loader) checkName(kind blockType, name string, at hcl.Range) {
	if hclsyntax.ValidIdentifier(name) {
		return
	}
	l.faults.add(problem(at, at, "Invalid name",
		"The %s of a %s block begins with a letter and has only letters, digits, _ and -. %s",
		kind.label, kind.name, tryName(kind, name)))
}

func tryName(kind blockType, name string) string {
	try := strings.Map(func(r rune) rune {
		if hclsyntax.ValidIdentifier("a" + string(r)) {
			return r
		}
		return '_'
	}, name)
	if !hclsyntax.ValidIdentifier(try) {
		try = kind.name + "-" + try
	}
	if !hclsyntax.ValidIdentifier(try) {
		return "Choose another one."
	}
	return fmt.Sprintf("Try %q.", try)
}

// distinct reports every name that blocks of one kind share with an earlier one.
func (l *loader) distinct(blocks []*block) {
	first := map[string]*block{}
	for _, b := range blocks {
		key := b.kind.name + " " + b.name
		if b.kind.name == "locals" || b.kind.label == "" && !b.kind.once {
			continue
		}
		before, seen := first[key]
		if !seen {
			first[key] = b
			continue
		}
		if b.kind.once {
			l.faults.add(problem(b.header, b.header, fmt.Sprintf("Second %s block", b.kind.name),
				"There is one %s block at most; the first is at %s. Put both together.", b.kind.name, fileAndLine(before.header)))
			continue
		}
		l.faults.add(problem(b.header, b.header, fmt.Sprintf("Second %s %q", b.kind.name, b.name),
			"A %s block named %q is declared at %s already. Rename one of them.", b.kind.name, b.name, fileAndLine(before.header)))
	}
}
