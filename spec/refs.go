package spec

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// scope is what an expression can refer to, beside path.
type scope struct {
	each   bool // an instance of a block
	files  bool // a check
	plan   bool // a check about a plan
	locals bool // all but a rule about a variable
	// fixed is why nothing may depend on which wiki is chosen, "" where it may.
	fixed string
}

// global is the scope of most expressions.
var global = scope{locals: true}

// checkRefs finds references to what is not there before anything is
// evaluated, so that they show also in branches that are not taken.
func (ev *evaluator) checkRefs(x *expr, s scope) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, ref := range x.refs {
		if d := ev.checkRef(ref, s); d != nil {
			diags = append(diags, d)
		}
	}
	if x.vague {
		return within(x.at, diags)
	}
	return diags
}

func (ev *evaluator) checkRef(ref hcl.Traversal, s scope) *hcl.Diagnostic {
	at := ref.SourceRange()
	name, named := step(ref, 1)
	switch root := ref.RootName(); root {
	case "file":
		if s.files {
			return nil
		}
		return ev.unknownRoot(root, s, at)
	case "plan":
		if s.plan {
			return ev.checkPlanRef(name, named, at)
		}
		return ev.unknownRoot(root, s, at)
	case "var", "local", "each":
		switch {
		case root == "each" && !s.each:
			return problem(at, at, "each without for_each", "each stands for an element of for_each, and there is none here. "+
				"Add for_each to the block, or use var or local values.")
		case root == "local" && !s.locals:
			return problem(at, at, "Local value in a rule about a variable",
				"Local values are made from variables, so a rule about a variable refers to variables only.")
		case !named:
			return problem(at, at, "Incomplete reference", "%s stands for no value by itself; write %s.NAME.", root, root)
		}
		if d := ev.checkNamed(root, name, at); d != nil || root != "local" {
			return d
		}
		return ev.checkFixedLocal(name, s, at)
	case "wiki":
		return ev.checkWikiRef(ref, s)
	case "path":
		return nil
	default:
		return ev.unknownRoot(root, s, at)
	}
}

func (ev *evaluator) checkNamed(root, name string, at hcl.Range) *hcl.Diagnostic {
	switch {
	case root == "var" && !among(ev.variables, name):
		return problem(at, at, "Undeclared variable", "There is no variable %q.%s", name,
			or(ev.didYouMean(name, ev.variables), fmt.Sprintf(" Declare it with a block: variable %q {}", name)))
	case root == "local" && !among(ev.locals, name):
		return problem(at, at, "Undeclared local value", "There is no local value %q.%s", name,
			or(ev.didYouMean(name, ev.locals), fmt.Sprintf(" Declare it in a locals block: %s = …", name)))
	case root == "each" && name != "key" && name != "value":
		return problem(at, at, "Unknown attribute of each", "each has each.key and each.value only.%s",
			or(didYouMean(name, []string{"key", "value"}), fmt.Sprintf(" Did you mean each.value.%s?", name)))
	}
	return nil
}

// among looks for a name in a sorted list.
func among(names []string, name string) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}

// unknownRoot explains a name that begins no reference. Mostly it is text
// without its quotes, or a habit from Terraform.
func (ev *evaluator) unknownRoot(root string, s scope, at hcl.Range) *hcl.Diagnostic {
	var help string
	switch {
	case among(ev.variables, root):
		help = fmt.Sprintf("The value of the variable is var.%s.", root)
	case among(ev.locals, root):
		help = fmt.Sprintf("The local value is local.%s.", root)
	case root == "file":
		help = "Files are known in check blocks only. What they share belongs into locals."
	case root == "plan":
		help = "The numbers of a plan are known in check blocks only."
	case s.files && Suggest(root, []string{"file"}) != "":
		help = "All files together are file, a map by address."
	case root == "locals":
		help = "A local value is local.NAME, without s."
	case root == "terraform":
		help = "The counterpart of terraform.workspace is wiki.name, the name of the wiki block that is chosen with -wiki=NAME."
	case root == "count", root == "self":
		help = "One block stands for many files with for_each; then there are each.key and each.value."
	case Suggest(root, roots) != "":
		help = fmt.Sprintf("Did you mean %q?", Suggest(root, roots))
	default:
		help = "If it is meant as text, put it in double quotes. An expression can refer to var.NAME, local.NAME, wiki.name and, with for_each, each.key and each.value."
	}
	return problem(at, at, "Unknown name", "Nothing is called %q here. %s", root, help)
}

var roots = []string{"var", "local", "each", "wiki", "path"}

// step is the name that the i-th step of a reference selects, if it is one.
func step(ref hcl.Traversal, i int) (string, bool) {
	if i >= len(ref) {
		return "", false
	}
	switch s := ref[i].(type) {
	case hcl.TraverseAttr:
		return s.Name, true
	case hcl.TraverseIndex:
		if s.Key.Type() == cty.String && s.Key.IsKnown() && !s.Key.IsNull() {
			return s.Key.AsString(), true
		}
	}
	return "", false
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
