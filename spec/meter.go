package spec

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What the evaluation of one manifest may cost. A pull request is hostile until
// merged, so no manifest may take the machine that plans it; an honest one with
// 100,000 files stays far below.
const (
	maxText      = 16 << 20       // bytes of one string or one file that is read
	maxElements  = 1_000_000      // elements of one value, nested ones included
	MaxInstances = 100_000        // of one for_each
	maxDeclared  = 200_000        // files, moves, redirects and absences of one manifest
	maxSteps     = 3_000_000      // turns of all loops together
	maxNodes     = 30_000_000     // parts of expressions that all loops and instances evaluate together
	maxExponent  = 4096           // binary, of one number
	maxWork      = 10_000_000_000 // of all functions, operators and templates together
	maxHeld      = 512 << 20      // bytes of all values that are alive at one time
	maxPages     = 1 << 30        // bytes of the descriptions of all files
)

// What things cost, in units of maxWork: about a nanosecond each on a machine of
// 2020, rounded up.
const (
	elementWork = 100   // looking at an element
	keyWork     = 60    // bringing a key of a map or an object into order, by the logarithm of their number
	sortWork    = 500   // bringing a text or a number of a set into order, by the logarithm of their number
	hashWork    = 3_000 // the same for what has elements itself
	typeWork    = 500   // comparing two types, or finding what both could be
	numberWork  = 2_000 // writing out a number
	turnWork    = 500   // a turn of a loop
	operandWork = 1_000 // taking one side of an operator
	callWork    = 1_500 // calling a function
	failWork    = 3_000 // saying what is wrong where try() wants to know only that something is
	entryWork   = 2_000 // looking at an entry of a directory
	cellWork    = 700   // reading a cell of a table
	lookWork    = 50    // holding an element of a document against a step of a path
	unpackWork  = 500   // unpacking a byte of a workbook, and reading what it becomes
	dataWork    = 2_000 // reading an element of JSON or YAML
)

// What an element of a value takes in memory, in bytes, without what it holds; and
// what a number takes.
const (
	slot   = 64
	number = 100
)

// exhausted is a limit that a manifest has come to. It ends the evaluation of an
// expression: by a panic where HCL would go on with the next turn of a loop
// after an error. Since try() and cty's functions catch whatever comes out of an
// expression, the meter remembers it; see [evaluator.calculate].
type exhausted struct{ reason string }

func (e *exhausted) Error() string { return e.reason }

// meter counts what evaluation has cost so far.
type meter struct {
	steps, nodes int
	declared     int
	work         int
	held         int // bytes of what was made since, and may still be alive
	peak         int // the most that was held
	read         int // bytes of files, which stay
	pages        int // bytes of descriptions
	guessed      int // names that suggestions were looked for in

	patterns map[string]*pattern // regular expressions by their text
	marked   map[string]marking  // references by how they are written
	index    *members            // of the first argument of this call, if there is one

	reads     *reads          // gets what is decoded, while somebody wants to know
	templates []*templatePath // where the expressions name templates

	tables    func(name, pinned string) (string, error) // see tableText
	documents func(name string) (string, error)         // see documentText
	remarks   []string                                  // what tables had assumed and left out

	voids []string // what functions looked for and did not find, as sentences

	over *exhausted // why the evaluation of this expression ends
	// spent: something that all expressions share is used up, which was told
	// where it happened. Nothing is evaluated after that.
	spent bool
}

// anew lets what follows cost what a manifest may. How files are read stays.
func (m *meter) anew() {
	*m = meter{templates: m.templates, tables: m.tables, documents: m.documents}
}

// refuse makes an error one that no manifest can catch.
func (m *meter) refuse(err error) error {
	if m.over == nil {
		m.over = &exhausted{err.Error()}
	}
	return m.over
}

func (m *meter) stop(format string, a ...any) {
	_ = m.refuse(fmt.Errorf(format, a...))
	panic(m.over)
}

// end is stop for what all expressions share.
func (m *meter) end(format string, a ...any) {
	m.spent = true
	m.stop(format, a...)
}

// step is one turn of a loop.
func (m *meter) step() {
	if m.over != nil {
		panic(m.over) // after somebody has caught the first one
	}
	m.spend(turnWork)
	if m.steps++; m.steps > maxSteps {
		m.end("the loops of this manifest take more than %s turns together", grouped(maxSteps))
	}
}

// evaluate takes into account that an expression of so many nodes is evaluated
// once more.
func (m *meter) evaluate(nodes int) {
	if m.nodes += nodes; m.nodes > maxNodes {
		m.end("the expressions of this manifest have more than %s parts to evaluate, each counted for every turn of its loops", grouped(maxNodes))
	}
}

// instance is one more thing that is declared, or one more turn of a check.
func (m *meter) instance(declared bool) {
	const nodes, context = 2, 1_000
	m.spend(context)
	if m.evaluate(nodes); !declared {
		return
	}
	if m.declared++; m.declared > maxDeclared {
		m.end("the blocks of this manifest stand for more than %s files, moves, redirects and absences together", grouped(maxDeclared))
	}
}

// nodesOf is how large an expression is.
func nodesOf(e hclsyntax.Expression) int {
	n := 0
	_ = hclsyntax.VisitAll(e, func(hclsyntax.Node) hcl.Diagnostics { n++; return nil })
	return n
}

// spend takes work into account.
func (m *meter) spend(work int) {
	if m.work += work; m.work > maxWork || m.work < 0 {
		m.work = maxWork
		m.end("the functions, comparisons and templates of this manifest have more to do than a manifest may ask for, which is some ten seconds of work. " +
			"What is the same for each file or each turn of a loop belongs into a local value; and something is found at once in a map, as in local.rows[each.key], " +
			"or in a set, as in contains(toset(…), …), but not in a list")
	}
}

// hold takes bytes into account that were made and may stay.
func (m *meter) hold(bytes int) {
	m.held += bytes
	if m.peak = max(m.peak, m.held); m.held+m.read > maxHeld {
		m.end("the values of this manifest and the files that it reads take more than %s MiB together", grouped(maxHeld>>20))
	}
}

// keep takes the content of a file into account, which is read once.
func (m *meter) keep(bytes int) {
	m.read += bytes
	m.hold(0)
}

// page takes the description of one more file into account. Many files may share
// one text, but each of them is compared with its own page.
func (m *meter) page(bytes int) {
	const looks = 4 // at each byte, for what the wiki would rewrite
	m.spend(looks * bytes)
	if m.pages += bytes; m.pages > maxPages {
		m.end("the descriptions of all files have more than %d MiB together", maxPages>>20)
	}
}
