// Package cursor is what a plan leaves for the next one, so that that one reads only what
// changed: where the history of the wiki's files was, and what was settled then.
//
// A cursor is a text with a line for each file that is as wanted: the sum of what the
// manifest says, the sum of what the wiki had, and the titles under which the wiki stores
// it where these are written in another way. It knows no name and no text beside.
//
// A cursor is untrusted. [Read] takes only what [Cursor.Write] wrote, and no more than a
// manifest can have. What it can do at worst is to have a file taken for settled that is
// not: that it is none of a checkout is seen to elsewhere.
package cursor
