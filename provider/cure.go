package provider

import "errors"

// Cure is what has to change before that which failed can succeed. It is a
// property of the failure, not of the moment: what a run says about going on, what
// it remembers of an upload and its exit code follow from it.
type Cure string

// The cures.
const (
	// CureRerun: nothing has to change; the same command goes on from there.
	CureRerun Cure = "rerun"
	// CureReplan: the wiki is not as the plan saw it; another plan takes that in.
	CureReplan Cure = "replan"
	// CureManifest: the manifest, or a file that it names, has to be changed.
	CureManifest Cure = "manifest"
	// CureMachine: what wikiform runs on has to be changed, as a disk or a permission.
	CureMachine Cure = "machine"
	// CureWiki: an administrator of the wiki has to change something there.
	CureWiki Cure = "wiki"
	// CureCommand: the command line has to be another.
	CureCommand Cure = "command"
	// CureAccount: the credentials have to be others.
	CureAccount Cure = "account"
	// CureReport: the fault is wikiform's.
	CureReport Cure = "report"
)

// cures are those of the kinds. An [Error] whose code says more has its own.
var cures = map[Kind]Cure{
	Unavailable: CureRerun,
	Busy:        CureRerun,
	Lost:        CureRerun,
	Auth:        CureAccount,
	Denied:      CureWiki,
	Blocked:     CureWiki,
	Conflict:    CureReplan,
	Warned:      CureManifest,
	Rejected:    CureManifest,
	Source:      CureManifest,
	Bug:         CureReport,
}

// CureOf is the cure of the first [*Error] in err's chain; of any other error it is
// CureRerun, since nothing is known that would have to change.
func CureOf(err error) Cure {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok || e.Kind == "":
		return CureRerun
	case e.Cure != "":
		return e.Cure
	}
	return cures[e.Kind]
}
