package mediawiki

import (
	"encoding/json"
	"maps"
	"slices"

	"wikiform/provider"
)

// uploadWarnings are the reasons for which the wiki asks before it publishes
// (facts §4.3), sorted by kind. None is an object, an empty array or nothing.
type uploadWarnings []provider.Warning

// namesFiles are the warnings whose value is the name of a file, or several;
// those of others are times, sizes or flags.
var namesFiles = []provider.WarningKind{
	provider.WarnExists, provider.WarnDuplicate, provider.WarnDuplicateArchive, provider.WarnWasDeleted,
	provider.WarnPageExists, provider.WarnExistsNormalized, provider.WarnBadFilename, provider.WarnThumb,
	provider.WarnThumbName,
}

// mostWarnings is how many kinds of warnings there are at once. MediaWiki has 15;
// none of more is left out, since it might be the one that stops the upload.
const mostWarnings = 100

// UnmarshalJSON takes every kind that a wiki may think of; one that we do not
// know is kept, so that it stops the upload instead of being overlooked.
func (w *uploadWarnings) UnmarshalJSON(b []byte) error {
	*w = nil
	var list []json.RawMessage
	if json.Unmarshal(b, &list) == nil {
		if len(list) > mostWarnings {
			return errTooMuch
		}
		for _, v := range list {
			*w = append(*w, provider.Warning{Kind: provider.WarningKind(clip(text(v)))})
		}
		return nil
	}
	var byKind map[provider.WarningKind]json.RawMessage
	if err := json.Unmarshal(b, &byKind); err != nil {
		return err
	}
	if len(byKind) > mostWarnings {
		return errTooMuch
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		warning := provider.Warning{Kind: provider.WarningKind(clip(string(kind)))}
		if slices.Contains(namesFiles, kind) {
			warning.Names = names(byKind[kind])
		}
		*w = append(*w, warning)
	}
	return nil
}

// mostNamed is how many files one warning names.
const mostNamed = 50

// names are the titles in a string or in an array of strings; a name that the
// account may not see is "".
func names(v json.RawMessage) []string {
	values := []json.RawMessage{v}
	_ = json.Unmarshal(v, &values)
	var out []string
	for _, v := range values {
		if s := text(v); s != "" {
			out = append(out, string(titleOfKey(s)))
		}
	}
	return clipped(out[:min(len(out), mostNamed)])
}

func text(v json.RawMessage) string {
	var s string
	_ = json.Unmarshal(v, &s)
	return s
}

// has reports whether w has a warning of this kind.
func (w uploadWarnings) has(k provider.WarningKind) bool {
	return slices.ContainsFunc(w, func(x provider.Warning) bool { return x.Kind == k })
}

// expected are the warnings that an upload answers with yes: those that follow
// from what the plan saw, and those that the manifest accepts.
func expected(u transfer) []provider.WarningKind {
	yes := []provider.WarningKind{provider.WarnLargeFile}
	if u.Before != nil {
		// The wiki warns of a file of nearly the same name only if the replaced one
		// is gone by now; that is found to be a conflict.
		yes = append(yes, provider.WarnExists, provider.WarnDuplicateVersions, provider.WarnExistsNormalized)
	}
	for _, k := range u.Accept {
		switch k {
		case provider.WarnBadFilename, provider.WarnEmptyFile, provider.WarnNoChange, provider.WarnExists:
			// Yes to these could store another name, nothing, or over what the plan did not see.
		default:
			yes = append(yes, k)
		}
	}
	return yes
}

// foreseen reports whether the wiki warns of files of nearly the same name that
// the plan saw or makes itself, and of no other.
func foreseen(u transfer, w provider.Warning) bool {
	return w.Kind == provider.WarnExistsNormalized && len(w.Names) > 0 &&
		!slices.ContainsFunc(w.Names, func(name string) bool { return !slices.Contains(u.Neighbours, provider.Title(name)) })
}

// judge is the error for warnings that an upload does not expect.
func judge(u transfer, warnings uploadWarnings) error {
	stop := slices.DeleteFunc(provider.Unaccepted(warnings, expected(u)), func(w provider.Warning) bool { return foreseen(u, w) })
	switch {
	case len(stop) == 0:
		return nil
	case u.Before == nil && warnings.has(provider.WarnExists):
		return conflict("upload", "File:%s is on the wiki by now; the plan saw none", u.Title)
	case u.Before == nil && slices.ContainsFunc(stop, func(w provider.Warning) bool { return w.Kind == provider.WarnPageExists }):
		return conflict("upload", "File:%s has a page by now; the plan saw none", u.Title)
	}
	e := &provider.Error{Kind: provider.Warned, Op: "upload", Warnings: stop}
	all := !slices.ContainsFunc(stop, func(w provider.Warning) bool { return !slices.Contains(provider.Acceptable, w.Kind) })
	switch {
	case all:
		e.Advice = "if that is meant, accept it with " + acceptAttribute(stop)
	case warnings.has(provider.WarnBadFilename):
		e.Advice = "choose a title that the wiki stores as it is"
	}
	return e
}

func acceptAttribute(ws []provider.Warning) string {
	s := "accept_warnings = ["
	for i, w := range ws {
		if i > 0 {
			s += ", "
		}
		s += `"` + string(w.Kind) + `"`
	}
	return s + "]"
}
