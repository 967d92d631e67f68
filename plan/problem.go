package plan

import "wikiform/provider"

// Problem is one reason why a change cannot be made or told, and what to do about
// it.
type Problem struct {
	Reason Reason
	// Text is what is wrong, in one line; of a plan that was saved in a format 1.x
	// the whole line, with the hint in it.
	Text string
	Hint string // what to do now; "" where Text says it
	// Names are the parts of Text and Hint, as they stand there, that are this file's:
	// titles, addresses, sizes. Problems that are equal but for them are one, of many
	// files.
	Names []string
	Other provider.Title // the title that it is about, where that is another one than the change's; "": none
	// At is where the manifest has what is wrong; the zero value is the block that
	// declares the file.
	At Position
}

// String is the problem in one line.
func (p Problem) String() string {
	if p.Hint == "" {
		return p.Text
	}
	return p.Text + ": " + p.Hint
}

// Coded is the same with its code, by which wikiform explain knows more.
func (p Problem) Coded() string { return Coded(p.String(), string(p.Reason)) }

// Coded is what a message looks like that has a code; "" is none.
func Coded(text, code string) string {
	if code == "" {
		return text
	}
	return text + " [" + code + "]"
}

// Declared is where a reader of the change finds in the manifest what is wrong
// with it, or else the block that declares the file.
func (c *Change) Declared() Position {
	for _, p := range c.Problems {
		if p.At != (Position{}) {
			return p.At
		}
	}
	return c.Claim.At
}

// block turns the change into one that cannot be made, if there are problems.
func (c *Change) block(ps []Problem) {
	if len(ps) == 0 {
		return
	}
	c.end(VerdictBlocked, ps)
}

// leave turns the change into one of which it cannot be told whether there is anything
// to do.
func (c *Change) leave(why Problem) { c.end(VerdictUnknown, []Problem{why}) }

func (c *Change) end(v Verdict, why []Problem) {
	c.Verdict, c.Steps, c.Reasons, c.Problems = v, nil, nil, why
	for _, p := range why {
		c.Reasons = append(c.Reasons, p.Reason)
	}
}
