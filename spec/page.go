package spec

// follow puts into a file how its page follows the description, of which c has what the
// file and the defaults say, and into at where that was written. What the defaults say is for files with a description, and
// what they keep for those with an exact one.
func (a *args) follow(f *File, at *Ranges, c common) {
	f.Mode = ModeExact
	switch {
	case a.has("description"):
		f.Mode, at.Mode = c.mode, c.at.Mode
		if c.mode == ModeExact {
			f.Keep, at.Keep = c.keep, c.at.Keep
		}
	case a.has("description_mode") && c.mode != ModeExact:
		a.fault("description_mode", "Mode without a description", "description_mode says how the page follows the description, and there is none. Remove it, or set description.")
	case a.has("keep") && len(c.keep) > 0:
		a.fault("keep", "Nothing to keep links beside", "keep says which links of others stay below the description, and there is none: the page is left alone as it is. Remove it, or set description.")
	}
}

func (a *args) kept() []Keep {
	var list []Keep
	for _, text := range a.several("keep", "kept") {
		list = append(list, Keep(text))
	}
	return list
}
