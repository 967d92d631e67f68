package plan_test

import (
	"strings"
	"testing"

	"wikiform/provider"
)

// situation has what was there before, what the run did, and what happened since; and what
// a rollback then does.
type situation struct {
	name               string
	before, run, since func(w *runWorld)
	want               string
}

func annas(w *runWorld)  { w.upload(w.anna, "A.png", "1", "text") }
func second(w *runWorld) { w.upload(w.us, "A.png", "2", "") }
func edited(w *runWorld) { w.edit(w.us, "A.png", "ours") }
func made(w *runWorld)   { w.upload(w.us, "A.png", "1", "ours") }
func gone(w *runWorld)   { w.delete(w.us, "A.png") }

func back(w *runWorld) { w.undelete(w.us, "A.png", nil) }

func renamed(redirect bool) func(w *runWorld) {
	return func(w *runWorld) { w.move(w.us, "A.png", "B.png", redirect) }
}

func all(acts ...func(w *runWorld)) func(w *runWorld) {
	return func(w *runWorld) {
		for _, do := range acts {
			do(w)
		}
	}
}

var situations = []situation{
	// Contents.
	{"a new version", annas, second, nil, "update A.png, reverted to Anna's"},
	{"two of them", annas, all(second, func(w *runWorld) { w.upload(w.us, "A.png", "3", "") }), nil, "update A.png, reverted to Anna's"},
	{"the version before is back already", annas, second, func(w *runWorld) { w.upload(w.anna, "A.png", "1", "") }, "no-op A.png"},
	{"somebody's version came after", annas, second, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") },
		"blocked A.png: changed_since: File:A.png has a version that Anna uploaded on TIME"},
	{"somebody's version came between", annas, all(second, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") }, func(w *runWorld) { w.upload(w.us, "A.png", "4", "") }), nil,
		"blocked A.png: changed_since: File:A.png has a version that Anna uploaded on TIME"},
	{"a text came after a new version", annas, second, func(w *runWorld) { w.edit(w.anna, "A.png", "hers") }, "update A.png, reverted to Anna's"},

	// Texts.
	{"an edit", annas, edited, nil, `update A.png, text "text"`},
	{"two of them", annas, all(edited, func(w *runWorld) { w.edit(w.us, "A.png", "more of ours") }), nil, `update A.png, text "text"`},
	{"somebody's text came after", annas, edited, func(w *runWorld) { w.edit(w.anna, "A.png", "hers") }, "blocked A.png: changed_since: File:A.png has a text that Anna saved on TIME"},
	{"somebody's text came after, and ours is back", annas, edited, all(func(w *runWorld) { w.edit(w.anna, "A.png", "hers") }, func(w *runWorld) { w.edit(w.anna, "A.png", "ours") }), `update A.png, text "text"`},
	{"somebody's text came between", annas, all(edited, func(w *runWorld) { w.edit(w.anna, "A.png", "hers") }, func(w *runWorld) { w.edit(w.us, "A.png", "more of ours") }), nil,
		"blocked A.png: changed_since: File:A.png had a text that Anna saved on TIME, between two of the run"},
	{"the text before is back already", annas, edited, func(w *runWorld) { w.edit(w.anna, "A.png", "text") }, "no-op A.png"},
	{"a version came after an edit", annas, edited, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") }, `update A.png, text "text"`},
	{"a protection came after an edit", annas, edited, func(w *runWorld) { w.check(w.wiki.Protect("File:A.png")); w.check(w.wiki.Unprotect("File:A.png")) }, `update A.png, text "text"`},
	{"content and text", annas, all(second, edited), nil, `update A.png, reverted to Anna's, text "text"`},
	{"content and text, of which the text was changed", annas, all(second, edited), func(w *runWorld) { w.edit(w.anna, "A.png", "hers") },
		"blocked A.png: changed_since: File:A.png has a text that Anna saved on TIME"},
	{"a redirect that leads elsewhere", func(w *runWorld) { w.edit(w.anna, "A.png", "#REDIRECT [[File:X.png]]") }, func(w *runWorld) { w.edit(w.us, "A.png", "#REDIRECT [[File:Y.png]]") }, nil,
		`update A.png, text "#REDIRECT [[File:X.png]]"`},

	// What the run made.
	{"a new file", nil, made, nil, "delete A.png"},
	{"a new file and its text", nil, all(made, edited), nil, "delete A.png"},
	{"a new file that is gone", nil, made, gone, "no-op A.png"},
	{"a new file that somebody deleted", nil, made, func(w *runWorld) { w.delete(w.admin, "A.png") }, "no-op A.png"},
	{"a new file that somebody deleted and made anew", nil, made, func(w *runWorld) { w.delete(w.admin, "A.png"); w.upload(w.anna, "A.png", "3", "hers") }, "no-op A.png"},
	{"a new file with a version of somebody's", nil, made, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") },
		"blocked A.png: changed_since: File:A.png, which the run made, has a version that Anna uploaded on TIME"},
	{"a new file with a text of somebody's, and ours is back", nil, made, func(w *runWorld) { w.edit(w.anna, "A.png", "hers"); w.edit(w.anna, "A.png", "ours") },
		"blocked A.png: changed_since: File:A.png, which the run made, has a revision that Anna saved on TIME"},
	{"a new file with a text of a later run", nil, made, func(w *runWorld) { w.edit(w.us, "A.png", "later") },
		"blocked A.png: changed_since: File:A.png, which the run made, has a revision that Robot saved on TIME"},
	{"a new redirect", nil, func(w *runWorld) { w.edit(w.us, "A.png", "#REDIRECT [[File:X.png]]") }, nil, "delete A.png"},
	{"a new page that became that of a file", nil, func(w *runWorld) { w.edit(w.us, "A.png", "to come") }, func(w *runWorld) { w.upload(w.anna, "A.png", "1", "") },
		"blocked A.png: changed_since: File:A.png has a version that Anna uploaded on TIME, and the wiki does not delete its page without it"},
	{"a version of what another run had just made, whose first version is gone", func(w *runWorld) { w.upload(w.us, "A.png", "1", "text") }, func(w *runWorld) { w.upload(w.us, "A.png", "2", "") }, func(w *runWorld) { w.dropOld("A.png") },
		"blocked A.png: undo_unclear: the page of File:A.png is older than all versions of its file: the file came to a page that was there, or an older version was deleted since"},
	{"a file where there was a page", func(w *runWorld) { w.edit(w.anna, "A.png", "to come") }, made, nil,
		"blocked A.png: undo_unclear: the page of File:A.png is older than all versions of its file: the file came to a page that was there, or an older version was deleted since"},
	{"a file that was there and is gone", annas, second, func(w *runWorld) { w.delete(w.admin, "A.png") },
		"blocked A.png: changed_since: File:A.png is a page that Admin deleted on TIME"},

	// Titles.
	{"a move", annas, renamed(false), nil, "move A.png from B.png"},
	{"a move that left a redirect", annas, renamed(true), nil, "move A.png from B.png"},
	{"a move over a redirect", all(annas, func(w *runWorld) { w.edit(w.anna, "B.png", "#REDIRECT [[File:A.png]]") }), renamed(true), nil, "move A.png from B.png, leaving a redirect"},
	{"a move that was made back", annas, renamed(true), func(w *runWorld) { w.move(w.anna, "B.png", "A.png", false) }, "no-op A.png"},
	{"a move, and another one", annas, renamed(false), func(w *runWorld) { w.move(w.anna, "B.png", "C.png", false) },
		"blocked B.png: changed_since: the file is not under File:B.png any more: Anna moved it on TIME"},
	{"a move, and somebody moved it away and back", annas, renamed(false), func(w *runWorld) { w.move(w.anna, "B.png", "C.png", false); w.move(w.admin, "C.png", "B.png", false) },
		"blocked A.png: changed_since: the file was not under File:B.png all the time: Anna moved it away on TIME, and it came back"},
	{"a move, and somebody moved it back and forth again", annas, renamed(false), func(w *runWorld) { w.move(w.anna, "B.png", "A.png", false); w.move(w.admin, "A.png", "B.png", false) },
		"blocked A.png: changed_since: the file was not under File:B.png all the time: Anna moved it away on TIME, and it came back"},
	{"a text, and a page that was joined with another one", annas, func(w *runWorld) { w.edit(w.us, "A.png", "ours") }, func(w *runWorld) {
		w.delete(w.admin, "A.png")
		w.edit(w.anna, "A.png", "hers")
		w.mergeBack("A.png")
	}, "blocked A.png: changed_since: File:A.png is a page that Admin deleted on TIME"},
	{"a move with content and text", annas, all(renamed(false), func(w *runWorld) { w.upload(w.us, "B.png", "2", "") }, func(w *runWorld) { w.edit(w.us, "B.png", "ours") }), nil,
		`move A.png from B.png, reverted to Anna's, text "text"`},
	{"a move from where somebody has another file now", annas, renamed(false), func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") },
		"blocked A.png: changed_since: File:A.png, from where it was moved, has a file that Anna uploaded on TIME"},
	{"a move that left a redirect, which somebody edited", annas, renamed(true), func(w *runWorld) { w.edit(w.anna, "A.png", "#REDIRECT [[File:C.png]]") },
		"blocked A.png: changed_since: File:A.png, from where it was moved, has a page that Anna saved on TIME"},
	{"a move, and a text of somebody's", annas, renamed(false), func(w *runWorld) { w.edit(w.anna, "B.png", "hers") }, "move A.png from B.png"},
	{"a move and a redirect in its place", annas, all(renamed(false), func(w *runWorld) { w.edit(w.us, "A.png", "#REDIRECT [[File:B.png]]") }), nil, "move A.png from B.png"},
	{"a move and a new file in its place", annas, all(renamed(false), func(w *runWorld) { w.upload(w.us, "A.png", "2", "ours") }), nil,
		"blocked A.png: undo_later: File:A.png has something that has to go first\ndelete A.png"},
	{"over a passing title", annas, all(func(w *runWorld) { w.move(w.us, "A.png", "P.png", false) }, func(w *runWorld) { w.move(w.us, "P.png", "B.png", false) }), nil, "move A.png from B.png"},
	{"there and back", annas, all(func(w *runWorld) { w.move(w.us, "A.png", "B.png", false) }, func(w *runWorld) { w.move(w.us, "B.png", "A.png", false) }), nil, "no-op A.png"},
	{"a chain", all(annas, func(w *runWorld) { w.upload(w.anna, "B.png", "b", "b") }), all(func(w *runWorld) { w.move(w.us, "B.png", "C.png", false) }, renamed(false)), nil,
		"move B.png from C.png\nmove A.png from B.png"},
	{"a chain, of which one was moved on", all(annas, func(w *runWorld) { w.upload(w.anna, "B.png", "b", "b") }), all(func(w *runWorld) { w.move(w.us, "B.png", "C.png", false) }, renamed(false)), func(w *runWorld) {
		w.move(w.anna, "B.png", "X.png", false)
	}, "move B.png from C.png\nblocked B.png: changed_since: the file is not under File:B.png any more: Anna moved it on TIME"},
	{"a swap", all(annas, func(w *runWorld) { w.upload(w.anna, "B.png", "b", "b") }), all(func(w *runWorld) { w.move(w.us, "A.png", "P.png", false) }, func(w *runWorld) { w.move(w.us, "B.png", "A.png", false) }, func(w *runWorld) {
		w.move(w.us, "P.png", "B.png", false)
	}), nil, "move A.png from B.png\nmove B.png from A.png through another"},
	{"a swap, of which one has another text", all(annas, func(w *runWorld) { w.upload(w.anna, "B.png", "b", "b") }), all(func(w *runWorld) { w.move(w.us, "A.png", "P.png", false) }, func(w *runWorld) { w.move(w.us, "B.png", "A.png", false) }, func(w *runWorld) {
		w.move(w.us, "P.png", "B.png", false)
		w.edit(w.us, "B.png", "ours")
	}), func(w *runWorld) { w.edit(w.anna, "B.png", "hers") },
		"blocked A.png: changed_since: File:B.png has a text that Anna saved on TIME\nblocked B.png: move_waits: it is moved together with the file that gets the title File:A.png, and that is blocked"},

	// Deletions.
	{"a deletion", annas, gone, nil, "create A.png, undeleting 1 version and 1 revision"},
	{"a deletion of several", all(annas, func(w *runWorld) { w.upload(w.anna, "A.png", "2", "") }, func(w *runWorld) { w.edit(w.anna, "A.png", "more") }), gone, nil, "create A.png, undeleting 2 versions and 3 revisions"},
	{"a deletion that was undone", annas, gone, func(w *runWorld) { w.undelete(w.admin, "A.png", nil) }, "no-op A.png"},
	{"a deletion, and a new file", annas, gone, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "hers") }, "blocked A.png: changed_since: File:A.png has something that Anna uploaded on TIME by now"},
	{"a deletion, and one by somebody before", all(func(w *runWorld) { w.upload(w.anna, "A.png", "theirs", "a copyright violation") }, func(w *runWorld) { w.delete(w.admin, "A.png") }, annas), gone, nil,
		"create A.png, undeleting 1 version and 1 revision"},
	{"a deletion, and one by somebody after", annas, gone, func(w *runWorld) {
		w.upload(w.anna, "A.png", "theirs", "a copyright violation")
		w.delete(w.admin, "A.png")
	},
		"blocked A.png: changed_since: of File:A.png there is something that Admin deleted on TIME"},
	{"a deletion of what was moved in, and one by somebody before", all(annas, func(w *runWorld) { w.upload(w.anna, "B.png", "theirs", "x") }, func(w *runWorld) { w.delete(w.admin, "B.png") }, func(w *runWorld) { w.move(w.anna, "A.png", "B.png", false) }),
		func(w *runWorld) { w.delete(w.us, "B.png") }, nil,
		"blocked B.png: undo_unclear: which rows of File:B.png we deleted is not known: the page came from another title, or a part of it is left there"},
	{"a deletion of what was moved in", all(annas, func(w *runWorld) { w.move(w.anna, "A.png", "B.png", false) }), func(w *runWorld) { w.delete(w.us, "B.png") }, nil, "create B.png, undeleting 1 version and 2 revisions"},
	{"a deletion, a part of which came back and went again", annas, gone, func(w *runWorld) {
		w.undelete(w.admin, "A.png", func(d *provider.Deleted) { d.Versions = nil })
		w.delete(w.admin, "A.png")
	}, "blocked A.png: changed_since: of File:A.png there is something that Admin deleted on TIME"},
	{"a deletion after one that was taken back", all(annas, gone, func(w *runWorld) { w.undelete(w.us, "A.png", nil) }), gone, nil, "create A.png, undeleting 1 version and 1 revision"},
	{"a deletion after one that somebody took back", all(annas, gone, func(w *runWorld) { w.undelete(w.admin, "A.png", nil) }), gone, nil,
		"blocked A.png: undo_unclear: which rows of File:A.png we deleted is not known: something of it was restored before"},
	// What a rollback did.
	{"a revert", all(annas, second), func(w *runWorld) { w.revert(w.us, "A.png") }, nil, "update A.png, reverted to Robot's"},
	{"a revert to where it was", annas, all(second, func(w *runWorld) { w.revert(w.us, "A.png") }), nil, "no-op A.png"},
	{"an undeletion", all(annas, gone), back, nil, "delete A.png, of others"},
	{"an undeletion of what was ours", all(func(w *runWorld) { w.upload(w.us, "A.png", "1", "text") }, gone), back, nil, "delete A.png"},
	{"an undeletion, after which somebody wrote", all(annas, gone), back, func(w *runWorld) { w.edit(w.anna, "A.png", "hers") },
		"blocked A.png: changed_since: File:A.png has a revision that Anna saved on TIME"},
	{"an undeletion, after which somebody uploaded", all(annas, gone), back, func(w *runWorld) { w.upload(w.anna, "A.png", "3", "") },
		"blocked A.png: changed_since: File:A.png has a version that Anna uploaded on TIME"},
	{"an undeletion of what is gone again", all(annas, gone), back, gone, "no-op A.png"},
	{"an undeletion, and another page by now", all(annas, gone), back, func(w *runWorld) { w.delete(w.admin, "A.png"); w.upload(w.anna, "A.png", "3", "hers") },
		"blocked A.png: changed_since: File:A.png has another page by now, with something that Anna uploaded on TIME"},
	{"an undeletion, after which somebody restored more", all(func(w *runWorld) { w.upload(w.anna, "A.png", "theirs", "older") }, func(w *runWorld) { w.delete(w.admin, "A.png") }, annas, gone),
		func(w *runWorld) {
			w.undelete(w.us, "A.png", func(d *provider.Deleted) { d.Revisions, d.Versions = d.Revisions[:1], d.Versions[:1] })
		}, func(w *runWorld) { w.mergeBack("A.png") },
		"blocked A.png: changed_since: File:A.png has something that Admin restored on TIME"},
	{"an undeletion, and a text of the same second", all(annas, gone), back, func(w *runWorld) {
		w.stop = true
		w.edit(w.anna, "A.png", "hers")
	}, "blocked A.png: changed_since: File:A.png has a revision that Anna saved on TIME"},
	{"a deletion and an undeletion", annas, all(gone, back), nil,
		"blocked A.png: undo_unclear: the receipt speaks of several deletions and restorations of File:A.png\nblocked A.png: undo_unclear: the receipt speaks of several deletions and restorations of File:A.png"},
	{"a deletion of a redirect", func(w *runWorld) { w.edit(w.anna, "A.png", "#REDIRECT [[File:X.png]]") }, gone, nil, "create A.png, undeleting 1 revision"},
}

func TestUndoClaims(t *testing.T) {
	t.Parallel()
	for _, c := range situations {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorld(t)
			if c.before != nil {
				c.before(w)
			}
			w.running = true
			c.run(w)
			w.running = false
			if c.since != nil {
				c.since(w)
			}
			p, err := w.rollback()
			if err != nil {
				t.Fatal(err)
			}
			if got := timeless(told(p)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if strings.Contains(c.want, "blocked") != (p.Counts().Blocked > 0) || strings.Contains(c.want, ", of others") != (p.Counts().Others > 0) {
				t.Errorf("%+v", p.Counts())
			}
		})
	}
}
